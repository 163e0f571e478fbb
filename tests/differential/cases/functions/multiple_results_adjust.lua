-- Shows results cut and filled in every kind of expression list (manual 3.4.12).
local function three() return 1, 2, 3 end
local function none() end
local a, b, c, d = three()
print(a, b, c, d)
a, b, c, d = three(), 10
print(a, b, c, d)
a, b, c, d = 0, three()
print(a, b, c, d)
a, b = (three())
print(a, b)
a, b = none(), none()
print(a, b)
print(three(), three())
print((three()), none(), 5)
print(none())
print((none()))
print(none(), none())
local function pass() return three() end
local function cut() return (three()) end
local function mixed() return three(), three() end
print(select("#", pass()), select("#", cut()), select("#", mixed()))
local t = {three(), [5] = three()}
print(#t == 3 or #t == 5, t[5], t[6])
if none() then print "never" else print "nil is false" end
print(three() + 1, -three(), not none(), three() .. "x")
