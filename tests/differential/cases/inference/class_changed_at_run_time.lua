-- Shows classes whose methods, parents and instances change while in use.
local A = {} A.__index = A
function A.new(v) return setmetatable({v = v}, A) end
function A:get() return self.v end
local a = A.new(1) print(a:get())
function A:get() return "replaced " .. self.v end print(a:get())
a.get = function() return "own" end print(a:get(), A.new(2):get()) a.get = nil print(a:get())
A.extra = function(self, x) return self.v, x end print(a:extra(5))
local B = setmetatable({}, {__index = A}) B.__index = B
local b = setmetatable({v = 10}, B)
print(b:get())
B.get = function(self) return "B" .. A.get(self) end
print(b:get())
B.get = nil
print(b:get())
setmetatable(B, nil)
print(pcall(function() return b:get() end))
setmetatable(B, {__index = {get = function() return "new parent" end}})
print(b:get())
setmetatable(b, A) print(b:get(), getmetatable(b) == A)
A.__tostring = function(s) return "A:" .. s.v end
print(tostring(a), tostring(b))
A.__tostring = nil
print(tostring(a):match "^table")
A.__index = function(_, k) return "dyn " .. k end
print(a.anything, pcall(function() return a:get() end))
A.__index = A
local mixin = {shout = function(s) return tostring(s.v):upper() end}
for k, v in pairs(mixin) do A[k] = v end
print(A.new("x"):shout())
A["dyn" .. "amic"] = function() return "dynamic" end
print(a:dynamic())
for k in pairs(A) do if k == "extra" then A[k] = nil end end print(a.extra, A.extra)
