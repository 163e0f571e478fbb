-- Shows a constructor nested 60 levels deep, made with load.
local depth = 60
local t = load("return " .. ("{"):rep(depth) .. "'core'" .. ("}"):rep(depth))()
local n = 0
while type(t) == "table" do t = t[1]; n = n + 1 end
print(n, t)
local u = load("return " .. ("{x="):rep(depth) .. "7" .. ("}"):rep(depth))()
n = 0
while type(u) == "table" do u = u.x; n = n + 1 end
print(n, u)
