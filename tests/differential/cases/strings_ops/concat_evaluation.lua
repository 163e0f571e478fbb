-- Shows evaluation of the operands of .. before any is joined, and metamethods in chains.
local log = {}
local function v(x) log[#log + 1] = x; return x end
local s = v("a") .. v("b") .. v("c") .. v("d")
print(s, table.concat(log, ","))
local mt = {__concat = function(a, b)
  local function name(x) return type(x) == "table" and x.name or tostring(x) end
  return "(" .. name(a) .. "+" .. name(b) .. ")"
end}
local o = setmetatable({name = "o"}, mt)
print(o .. o, 1 .. o, o .. 2.5)
print("x" .. "y" .. o, o .. "x" .. "y", "a" .. o .. "b")
