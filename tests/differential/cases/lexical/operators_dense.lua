-- Shows operators without spaces: shifts, floor division, not equal, varargs, concat, labels.
local a,b=7,2
print(a//b,a>>b,a<<b,a~=b,a~b,~a,a<=b,a>=b,a==b,#"abc"..a)
print(a-b,-a^b,not a==b,-a..b)
local function f(...)return...end
print(f(1,2),(f(1,2)))
do goto l;::l::end
print({}==nil)
print"s";print[[l]]
