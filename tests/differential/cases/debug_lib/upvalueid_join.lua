-- Shows upvalueid and upvaluejoin sharing and splitting upvalues.
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local inc1, get1 = counter()
local inc2, get2 = counter()
print(debug.upvalueid(inc1, 1) == debug.upvalueid(get1, 1), debug.upvalueid(inc1, 1) == debug.upvalueid(inc2, 1))
inc1()
inc1()
inc2()
debug.upvaluejoin(get2, 1, inc1, 1)
print(get2(), get1(), inc2(), inc1(), get2())
print(debug.upvalueid(get2, 1) == debug.upvalueid(inc1, 1))
print(pcall(debug.upvaluejoin, get1, 5, inc1, 1))
print(pcall(debug.upvalueid, get1, 5))
print(pcall(debug.upvaluejoin, print, 1, inc1, 1))
print(type(debug.upvalueid(inc1, 1)))
local fs = {}
for i = 1, 2 do fs[i] = function() return i end end
print(debug.upvalueid(fs[1], 1) ~= debug.upvalueid(fs[2], 1))
