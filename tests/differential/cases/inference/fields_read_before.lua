local M = {}
function M:size() return #self end
local t = setmetatable({}, {__index = M})
t.list = t.list or {}
t.list[1] = t.list[1] or "first"
print(t.list[1])
local B = {x = nil}
B.y = B.x and 1 or nil
print(B.y == nil, B.x == nil)
