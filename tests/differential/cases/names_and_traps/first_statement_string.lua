-- Shows strings and long comments at the beginnings of functions and files.
local s = [[looks like a docstring]]
local function f()
  --[[ comment that
  looks like documentation ]]
  local doc = "doc"
  return doc
end
local function g() --- triple dash
  return "" -- empty
end
local function h()
  -- only a comment
end
print(s, f(), g(), h())
print(select("#", h()), #g())
