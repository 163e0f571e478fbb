-- Shows __close called with the value and error, looked up when the block ends.
local mt = {__close = function(o, e) print("closing", o.n, type(e) == "table" and e.code, type(e)) end}
local function new(n) return setmetatable({n = n}, mt) end
do local x <close> = new(1) end
print(pcall(function() local x <close> = new(2); error {code = 1} end) == false)
local function f() local x <close> = new(3); return "f" end
print(f())
local t = setmetatable({}, {__close = setmetatable({}, {__call = function(self, o, e) print("callable close", o ~= nil, e) end})})
do local x <close> = t end
