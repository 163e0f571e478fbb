-- Shows nested functions and loaded chunks with different environments side by side.
local e1, e2 = {name = "e1"}, {name = "e2"}
local src = "local function get() return name end local function set(v) name = v end return get, set"
local get1, set1 = load(src, "a", "t", e1)()
local get2, set2 = load(src, "a", "t", e2)()
set1 "changed"
print(get1(), get2(), e1.name, e2.name, name)
local mt = setmetatable({}, {__index = function(_, k) return "auto_" .. k end, __newindex = function(t, k, v) rawset(t, k, "<" .. v .. ">") end})
local f = load("a = 'v'; return a, b", "c", "t", mt)
print(f())
local log = {}
load("x = 1; y = x; x = nil", "c", "t", setmetatable({}, {__index = function(_, k) log[#log + 1] = "get " .. k end, __newindex = function(_, k, v) log[#log + 1] = "set " .. k .. " " .. tostring(v) end}))()
print(table.concat(log, ", "))
