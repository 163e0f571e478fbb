-- Shows an uncaught error inside a callback of table.sort and string.gsub.
local t = {3, 1, 2}
print(pcall(table.sort, t, function(a, b) error("compare") end))
print(pcall(string.gsub, "abc", "%w", function(c) return c.x.y end))
local function replace(c)
  if c == "b" then error("no b allowed") end
  return c
end
string.gsub("abc", "%w", replace)
