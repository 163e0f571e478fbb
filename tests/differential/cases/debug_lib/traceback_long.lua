-- Shows long tracebacks being cut in the middle.
local function rec(n) if n == 0 then return debug.traceback("deep") end local r = rec(n - 1) return r end
print(rec(30))
print(select(2, rec(9):gsub("\n", "")))
print(select(2, rec(19):gsub("\n", "")))
print(select(2, rec(20):gsub("\n", "")))
print(select(2, rec(100):gsub("\n", "")))
