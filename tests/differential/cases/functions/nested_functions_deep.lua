-- Shows functions nested 20 levels deep reaching outer variables.
local source = {}
for i = 1, 20 do source[#source + 1] = ("local v%d = %d; return (function() "):format(i, i) end
source[#source + 1] = "v1 = v1 + 1; return v1 + v10 + v20 "
for _ = 1, 20 do source[#source + 1] = "end)()" end
print(load(table.concat(source))())
local f = function(a) return function(b) return function(c) return function(d) return a .. b .. c .. d end end end end
print(f(1)(2)(3)(4))
