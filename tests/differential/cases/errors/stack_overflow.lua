-- Shows stack overflow being a catchable error, several times, in several shapes.
local function f(n) return 1 + f(n + 1) end
local ok, e = pcall(f, 1)
print(ok, e:match("stack overflow"))
local function g() local ok, e = pcall(f, 1) return ok, e:match("stack overflow") end
print(g()) print(g())
local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k .. "x"] end
local ok2, e2 = pcall(function() return t.x end)
print(ok2, (e2:match("stack overflow") or e2:match("C stack overflow")) ~= nil)
local function even(n) if n == 0 then return true end return not even(n - 1) end
print(even(20000))
print(pcall(string.rep, "x", -1))
