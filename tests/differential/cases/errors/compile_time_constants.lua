-- Shows messages about compile-time constants, which have no names.
local function e(f, ...) local ok, m = pcall(f, ...) print(m) end
local k <const> = "str"
local n <const> = 5
local nn <const> = -5
local z <const> = nil
local b <const> = true
local d <const> = n
local v <const> = {}
local w <const> = 2 + 3
e(function() return k.x.y end)
e(function() return k() end)
e(function() return n.x end)
e(function() return nn.x end)
e(function() return z.x end)
e(function() return b.x end)
e(function() return d.x end)
e(function() return v.x.y end)
e(function() return v() end)
e(function() return w() end)
e(function() return k + 1 end)
e(function() return v + 1 end)
e(function() return z + 1 end)
e(function() return k .. z end)
e(function() return #n end)
e(function() return -k end)
e(function() return k < n end)
e(function() return n & 1.5 end)
e(function() return k:foo() end)
e(function() return v:foo() end)
e(function() local t = {} ; return t[z].x end)
e(function() local t = {} ; return t[k].x end)
e(function() local t = {} ; return t[k]() end)
e(function() local t = {} ; return t[n].x end)
e(function() local t = {} ; t[n].x = 1 end)
e(function() local t = {} ; t[z] = 1 end)
do local x <const> = 1;  e(function() x.y = 1 end) print(pcall(load, "local x <const> = 1; x = 2")) end
print(load "local x <const> = 1; x = 2")
