-- Shows deep recursion of several kinds without overflow.
local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
print(sum(10000), sum(20000))
local function build(n) if n == 0 then return nil end return {next = build(n - 1)} end
local l, c = build(10000), 0
while l do l = l.next c = c + 1 end
print(c)
local t = setmetatable({}, {__index = function(t, k) if k == 0 then return "base" end return t[k - 1] end})
print(t[100])
local function va(n, ...) if n == 0 then return select("#", ...) end return (va(n - 1, n, ...)) end
print(va(100))
local mt = {} mt.__add = function(a, b) if b == 0 then return 0 end return 1 + (a + (b - 1)) end
print(setmetatable({}, mt) + 100)
local function pc(n) if n == 0 then return "deep" end local ok, v = pcall(pc, n - 1) return v end
print(pc(150))
local function co(n) if n == 0 then return "bottom" end return coroutine.wrap(co)(n - 1) end
print(co(100))
