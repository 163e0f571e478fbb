-- Shows ifs and do blocks nested 90 levels deep.
local depth = 90
local f = load("local x = ... " .. ("if x then "):rep(depth) .. "x = 'deep' " .. ("end "):rep(depth) .. "return x")
print(f(1), f(false))
local g = load(("do local a = 1 "):rep(depth) .. "result = a " .. ("end "):rep(depth) .. "return result")
print(g())
local h = load("return " .. ("("):rep(100) .. "1" .. (")"):rep(100))
print(h())
local n = load("return " .. ("not "):rep(101) .. "nil")
print(n())
local chain = load("return " .. ("1 + "):rep(300) .. "0")
print(chain())
local concat = load("return " .. ("'a' .. "):rep(150) .. "''")
print(#concat())
