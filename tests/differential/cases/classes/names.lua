-- Names that mean something to Python.
local Thing = {}
Thing.__index = Thing
function Thing.new(class) return setmetatable({ class = class, from = 1, None = "none", self = "me" }, Thing) end
function Thing:import(try) self.except = try return self.class .. self.from .. tostring(self.None) .. self.self end
function Thing:print(...) print("printed", self.lambda, ...) end
Thing.pass = 5
Thing.len = function(self) return #self.class end
local t = Thing.new("c")
print(t:import("x"), t.except, t.pass, Thing.pass, t:len())
t:print(1, 2)
t.lambda = "l"
t:print()
local Priv = {}
Priv.__index = Priv
local __hidden = "hidden"
local _x, __y = 1, 2
function Priv.new() return setmetatable({ _a = _x, __b = __y }, Priv) end
function Priv:show() return self._a, self.__b, __hidden, __y end
print(Priv.new():show())
local Quiet = {}
Quiet.__index = Quiet
local __cache = {}
function Quiet.new(n) __cache[#__cache + 1] = n return setmetatable({ n = n }, Quiet) end
function Quiet:all() return #__cache, self.n, self.__class__, self.__dict__ end
print(Quiet.new(1):all())
print(Quiet.new(2):all())
