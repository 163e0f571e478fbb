-- Shows that compile-time constants are neither locals nor upvalues.
local k <const> = "str"
local n <const> = 5
local a = 1
local function f() return k, n, a end
print(debug.getupvalue(f, 1))
print((debug.getlocal(1, 1)))
print((debug.getlocal(1, 2)))
