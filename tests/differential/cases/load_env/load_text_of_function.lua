-- Shows building and caching functions from templates.
local cache = {}
local function getter(field)
  local f = cache[field]
  if not f then f = load(("local o = ... return o.%s"):format(field)) cache[field] = f end
  return f
end
local o = {a = 1, b = {c = 2}}
print(getter "a"(o), getter "b.c"(o), getter "a" == getter "a", pcall(getter("b.d.e"), o))
local template = "return function($params) return $body end"
local function def(params, body) return load((template:gsub("%$(%w+)", {params = params, body = body})))() end
print(def("x, y", "x * y + 1")(3, 4), def("...", "select('#', ...)")(1, 2, 3))
