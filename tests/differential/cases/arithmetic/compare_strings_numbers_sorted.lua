-- Shows ordering of mixed integers and floats in a sort.
local list = {3, 2.5, -1, 1e10, -0.5, 7, 2^53, (1 << 53) + 1, math.mininteger, math.maxinteger, -1/0, 1/0, 0.1, 0}
table.sort(list)
for i, v in ipairs(list) do io.write(tostring(v), i < #list and " " or "\n") end
table.sort(list, function(a, b) return a > b end)
for i, v in ipairs(list) do io.write(tostring(v), i < #list and " " or "\n") end
