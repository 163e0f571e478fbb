-- Shows string comparisons used in sorting and searching words.
local words = {"pear", "Apple", "fig", "apple", "banana", "Fig", "cherry", "a", "A", "ab"}
table.sort(words)
print(table.concat(words, " "))
table.sort(words, function(x, y) return x:lower() < y:lower() or (x:lower() == y:lower() and x < y) end)
print(table.concat(words, " "))
local max, min = words[1], words[1]
for _, w in ipairs(words) do
  if w > max then max = w end
  if w < min then min = w end
end
print(max, min)
