-- Shows messages about iterators that cannot be called.
local t = setmetatable({}, {})
local function e(f) print(select(2, pcall(f))) end
e(function() for k in t do end end)
e(function() for k in t do print(k) end end)
local u = setmetatable({n = 1}, {})
e(function() for k in u do print(k) end end)
local s = setmetatable({n = 1, s = (u.n) .. "x"}, {})
e(function() for k in s do print(k) end end)
local v = {}
e(function() for k in v do print(k) end end)
for _, x in ipairs{1, "x", true, {}, setmetatable({}, {}), io.stdout, coroutine.create(print)} do e(function() for k in x do end end) end
e(function() for k in nil do end end)
e(function() for k in nil, 1, 2 do end end)
e(function() for k, w in u, 1, 2 do end end)
e(function() for k, w in u.n, 1, 2 do end end)
e(function() for k, w in u.zz do end end)
e(function() for k, w in (function() end)() do end end)
e(function() for k, w in pairs(u), nil do error("x") end end)
local c = setmetatable({}, {__call = function(self, s, i) if (i or 0) < 3 then return (i or 0) + 1, "v" end end})
for i, w in c do io.write(i, w, " ") end
for i in c do io.write(i, " ") end
for i, w, z in c do io.write(i, w, tostring(z), " ") end
print()
