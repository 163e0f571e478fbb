-- Shows weakness decided by the metatable at the time of collection.
local mt = {}
local t = setmetatable({{}, {}}, mt)
collectgarbage()
print(t[1] ~= nil)
mt.__mode = "v"
collectgarbage()
collectgarbage()
print(t[1], t[2])
t[1] = {}
mt.__mode = nil
collectgarbage()
print(t[1] ~= nil)
setmetatable(t, {__mode = "v"})
collectgarbage()
collectgarbage()
print(t[1])
