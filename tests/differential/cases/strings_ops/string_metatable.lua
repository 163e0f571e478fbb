-- Shows extending the string metatable: new methods, __index as a function, arithmetic.
function string.shout(s) return s:upper() .. "!" end
print(("hey"):shout())
local mt = getmetatable("")
print(mt.__index == string, mt.__name, rawequal(getmetatable("a"), mt))
mt.__index = function(s, k)
  if type(k) == "number" then return string.sub(s, k, k) end
  return string[k]
end
local s = "hello"
print(s[1], s[5], s[6], s[-1], s:upper())
mt.__index = string
mt.__call = function(self, a, b) return self:sub(a, b) end
print(("hello")(2, 3), s(1))
mt.__unm = function(x) return x:reverse() end
print(-"abc", -"12")
mt.__concat = function(a, b) return "joined" end
print("a" .. {}, {} .. "b", "a" .. "b")
mt.__len = function() return 99 end
print(#"abc")
mt.__lt = function() return true end
print("b" < "a")
mt.__call, mt.__unm, mt.__concat = nil, nil, nil
print(pcall(function() return ("x")() end))
