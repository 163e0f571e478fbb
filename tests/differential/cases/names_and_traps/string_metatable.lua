-- Shows programs that change the string library and the metatable of strings.
function string.shout(s, n) return s:upper() .. ("!"):rep(n or 1) end
print(("hey"):shout(), ("hey"):shout(3), pcall(function() return ("x"):nothing() end))
string.shout = nil
print(pcall(function() return ("x"):shout() end))
local mt = getmetatable("")
local index = mt.__index
mt.__index = function(s, k) if type(k) == "number" then return index.sub(s, k, k) end return index[k] end
print(("abc")[2], ("abc")[-1], ("abc"):len(), ("abc").x)
mt.__index = index
print(("abc")[2])
mt.__call = function(s, ...) return s .. "(" .. select("#", ...) .. ")" end
print(("f")(1, 2), pcall("g"))
mt.__call = nil
mt.__unm = function(s) return s:reverse() end
print(-"abc", -"12")
mt.__unm = nil
print(pcall(function() return -"abc" end))
mt.__add = function(a, b) return "add " .. tostring(a) .. tostring(b) end
print("a" + 1, 1 + "a", "1" + 2)
mt.__add = nil
print(pcall(function() return "a" + 1 end))
print(pcall(function() return "1" + 2 end))
mt.__lt = function() return true end
print("b" < "a", pcall(function() return "a" < 1 end))
mt.__lt = nil
mt.__concat = function(a, b) return "cat" end
print("a" .. {}, {} .. "a", "a" .. "b")
mt.__concat = nil
mt.__len = function() return 99 end
print(#"abc")
mt.__len = nil
mt.__eq = function() return true end
print("a" == "b")
mt.__eq = nil
mt.__name = "STR"
print(pcall(function() return "x" & 1 end))
mt.__name = nil
mt.__mod = function(s, a) return s:format(table.unpack(a)) end
print("%d-%s" % {1, "x"})
mt.__mod = nil
mt.__metatable = "locked"
print(getmetatable("x"))
mt.__metatable = nil
print(pcall(setmetatable, "x", {}))
string.format, string.rep = string.rep, string.format
print(("ab"):format(2))
string.format, string.rep = string.rep, string.format
print(("%d"):format(2))
local s = string
string = {sub = function() return "own" end}
print(string.sub("x", 1), ("x"):sub(1))
string = s
