-- Shows a finalizer that stores its object, and that it runs once only.
local saved, runs = nil, 0
local function make() return setmetatable({v = 42}, {__gc = function(o) saved = o; runs = runs + 1 end}) end
make()
collectgarbage() collectgarbage()
print(saved and saved.v, runs)
saved = nil
collectgarbage() collectgarbage()
print(saved, runs)
