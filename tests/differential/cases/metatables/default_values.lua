-- Shows default values for tables by three techniques.
local function default1(t, d) return setmetatable(t, {__index = function() return d end}) end
local key = {}
local mt = {__index = function(t) return t[key] end}
local function default2(t, d) t[key] = d; return setmetatable(t, mt) end
local counts = default1({}, 0)
for c in ("mississippi"):gmatch "." do counts[c] = counts[c] + 1 end
print(counts.m, counts.i, counts.s, counts.p, counts.q)
print(default2({}, "d").any, default2({any = 1}, "d").any)
local auto = setmetatable({}, {__index = function(t, k) local v = setmetatable({}, getmetatable(t)); t[k] = v; return v end})
auto.a.b.c = 5
print(auto.a.b.c, next(auto.a.b), rawget(auto, "z"))
