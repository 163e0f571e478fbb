-- Shows pairs on records counted and summed, keys sorted.
local inventory = {apple = 3, pear = 5, fig = 7}
local names, sum = {}, 0
for name, count in pairs(inventory) do names[#names + 1] = name; sum = sum + count end
table.sort(names)
print(table.concat(names, ","), sum)
local f, s, c = pairs(inventory)
print(f == next, s == inventory, c)
local g, s2, z = ipairs(inventory)
print(type(g), s2 == inventory, z)
print(pcall(pairs))
print(select(2, pcall(pairs, nil)) == next)
print(pcall(ipairs))
