-- Shows a million mutual tail calls through locals, fields and methods.
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(1000000), odd(1000000))
local obj = {}
function obj:ping(n) if n == 0 then return "ping" end return self:pong(n - 1) end
function obj:pong(n) if n == 0 then return "pong" end return self:ping(n - 1) end
print(obj:ping(100001))
local states = {}
states.a = function(s, i) local c = s:sub(i, i) if c == "" then return i end return states[c](s, i + 1) end
states.b = function(s, i) return states.a(s, i) end
print(states.a(("ab"):rep(50000), 1))
