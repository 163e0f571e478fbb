-- Shows with-style blocks by an _ENV parameter.
local function with(t, f) f(t) return t end
local p = {name = "p", size = 1}
with(p, function(_ENV) size = size + 1; name = name .. "!"; extra = {size} end)
print(p.name, p.size, p.extra[1])
local function html(body)
  local out = {}
  local env = setmetatable({}, {__index = function(_, tag) return function(s) out[#out + 1] = "<" .. tag .. ">" .. s .. "</" .. tag .. ">" end end})
  body(env)
  return table.concat(out)
end
print(html(function(_ENV) h1 "Title" div "para" em "x" end))
print(load("function f(_ENV, k) return k, _ENV[k], g end return f")()({g = 1, z = 2}, "z"))
