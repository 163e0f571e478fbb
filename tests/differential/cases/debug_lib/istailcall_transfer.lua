-- Shows istailcall and names lost by tail calls.
local function leaf() local i = debug.getinfo(1, "nt") return i.istailcall, i.name end
local function tail() return leaf() end
local function plain() local a, b = leaf() return a, b end
print(tail())
print(plain())
local function up() return debug.getinfo(2, "t").istailcall end
local function mid() local r = up() return r end
local function top() return mid() end
print(top())
print((mid()))
