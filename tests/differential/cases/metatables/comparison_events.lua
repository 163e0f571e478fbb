-- Shows which comparison events are asked, with which operands, and what their results become.
local log = {}
local mt = {}
for _, event in ipairs{"eq", "lt", "le"} do
  mt["__" .. event] = function(a, b)
    log[#log + 1] = event .. ":" .. (type(a) == "table" and a.n or tostring(a)) .. "," .. (type(b) == "table" and b.n or tostring(b))
    return 0
  end
end
local a, b = setmetatable({n = "a"}, mt), setmetatable({n = "b"}, mt)
print(a == b, a ~= b, a < b, a <= b, a > b, a >= b, a == a, a == 1, 1 == a, a ~= nil)
print(a < 1, 1 < a, a <= "x", "x" >= a, not (a < b))
print(table.concat(log, " "))
local c = setmetatable({}, {__eq = function() return true end})
print(a == c, c == a, c == {}, {} == c, c == 5)
print(pcall(function() return {} < {} end))
print(pcall(function() return a < setmetatable({}, {}) end))
print(pcall(function() return {} < 1 end))
print(pcall(function() return "a" < 1 end))
print(pcall(function() return nil > 1 end))
print(pcall(function() return print < print end))
print(pcall(function() return true < false end))
local named = setmetatable({}, {__name = "My.Type"})
print(pcall(function() return named < 1 end))
print(pcall(function() return named <= named end))
print(pcall(function() return named + 1 end))
print(pcall(function() return #named .. named end))
print((tostring(named):gsub("0x%x+", "ADDR")))
print(pcall(string.rep, named))
print(pcall(ipairs))
print(pcall(setmetatable, named))
local only_lt = setmetatable({}, {__lt = function() return true end})
print(pcall(function() return only_lt <= only_lt end))
local one = setmetatable({}, {__lt = function() return nil end, __le = function() return false, true end})
print(one < one, one <= one)
