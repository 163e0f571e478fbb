-- Shows a filter that reads all lines from the standard input and sorts them.
local lines = {}
for l in io.stdin:lines() do lines[#lines + 1] = l end
table.sort(lines, function(x, y) return x:lower() < y:lower() end)
for i, l in ipairs(lines) do print(i, #l, l) end
print(io.read("a") == "", io.read("l"))
