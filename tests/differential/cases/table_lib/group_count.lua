-- Shows grouping, counting and inverting tables with sorted output.
local words = {"apple", "bob", "cat", "alice", "bear", "ant"}
local groups = {}
for _, w in ipairs(words) do local k = w:sub(1, 1) groups[k] = groups[k] or {} table.insert(groups[k], w) end
local keys = {}
for k in pairs(groups) do keys[#keys + 1] = k end
table.sort(keys)
for _, k in ipairs(keys) do table.sort(groups[k]) print(k, #groups[k], table.concat(groups[k], ",")) end
local inverse = {}
for i, w in ipairs(words) do inverse[w] = i end
print(inverse.cat, inverse.ant, inverse.nobody)
local sum, max = 0, nil
for w, i in pairs(inverse) do sum = sum + i if not max or #w > #max or (#w == #max and w < max) then max = w end end
print(sum, max)
