-- A function of the library that is replaced appends to the same table.
local list = {}
local upper = string.upper
function string.upper(text)
    list[#list + 1] = "inner"
    return upper(text)
end
list[#list + 1] = ("a"):upper()
list[#list + 1] = string.upper("b")
print(#list, table.concat(list, " "))
local plain = table.insert
table.insert = function(t, v) plain(t, v) plain(t, v) end
table.insert(list, "twice")
print(#list, table.concat(list, " "))
