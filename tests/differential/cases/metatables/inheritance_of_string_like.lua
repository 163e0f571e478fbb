-- Shows an object that acts as a string: __tostring, __concat, __len, __eq, __index with methods.
local Str = {}
Str.__index = function(self, k)
  local f = Str[k] or string[k]; return f and function(s, ...) return f(s.value, ...) end
end
Str.__tostring = function(s) return s.value end
Str.__concat = function(a, b) return setmetatable({value = tostring(a) .. tostring(b)}, Str) end
Str.__len = function(s) return #s.value end
Str.__eq = function(a, b) return a.value == b.value end
Str.__lt = function(a, b) return tostring(a) < tostring(b) end
local s = setmetatable({value = "hello"}, Str)
print(tostring(s .. " world"), #s, s:upper(), s:sub(2, 3), s == setmetatable({value = "hello"}, Str), s < "z", tostring(1 .. s))
