-- What a guard tells of a variable that nobody assigns holds in the functions that are made behind it.
local Vector = {}
Vector.__index = Vector
local function vector(...) return setmetatable({ ... }, Vector) end
local function map(v, f)
  local result = vector()
  for i, x in ipairs(v) do result[i] = f(x, i) end
  return result
end
function Vector.__mul(a, b)
  if type(b) == "number" then
    return map(a, function(x) return x * b end)
  end
  if type(a) == "number" then
    return map(b, function(x) return a * x end)
  end
  return map(a, function(x, i) return x * b[i] end)
end
function Vector.__tostring(v) return "(" .. table.concat(v, " ") .. ")" end
local a, b = vector(1, 2.5, 3), vector(2, 2, 2)
print(tostring(a * 2), tostring(2 * b), tostring(a * b))

local function default(options)
  local size = options.size
  if not size then
    return function() return size, options.name or "none" end
  end
  local function grow(by) return size + by end
  return grow
end
print(default({})(), default({ size = 4 })(1))

local function late(value)
  local function use() return value .. "!" end
  if type(value) ~= "string" then
    value = "changed"
  end
  return use
end
print(late("text")(), late(5)())

local function each(list)
  local result = {}
  for i = 1, 3 do
    local item = list[i]
    if item then
      result[#result + 1] = function() return item.name end
    else
      result[#result + 1] = function() return item == nil end
    end
  end
  return result
end
for _, f in ipairs(each({ { name = "x" }, false })) do print(pcall(f)) end

local function twice(n)
  while true do
    if n then
      local get = function() return n + 1 end
      return get()
    end
    return pcall(function() return n + 1 end)
  end
end
print(twice(1), twice(nil))
