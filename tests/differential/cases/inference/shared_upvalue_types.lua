-- Shows upvalues whose kind is changed by one closure and used by another.
local v = 1
local function set(x) v = x end
local function add(n) return v + n end
local function show() return tostring(v) .. ":" .. type(v) end
print(add(1), show())
set(1.5)
print(add(1), show())
set("2")
print(add(1), show())
set(nil)
print(pcall(add, 1))
print(show())
set(setmetatable({}, {__add = function() return "sum" end, __tostring = function() return "obj" end}))
print(add(1), show())
set(math.maxinteger)
print(add(1))
local list = {}
local function push(x) list[#list + 1] = x end
local function reset() list = {} end
push(1)
push("a")
print(#list)
local old = list
reset()
push(true)
print(#list, #old, list[1], old[2])
local flag = false
local function toggle() flag = not flag return flag end
print(toggle(), toggle(), flag)
local function loop() local i = 0 local function step() i = i + 1 return i < 3 end while step() do end return i end
print(loop())
local a, b = 1, 2
local function swap() a, b = b, a end
swap()
print(a, b)
local depth = 0
local function rec(n) depth = depth + 1 if n > 0 then rec(n - 1) rec(n - 2) end end
rec(4)
print(depth)
