-- Shows how results and varargs are cut and spread in every place.
local function none() end
local function one() return 1 end
local function three() return 1, 2, 3 end
local function count(...) return select("#", ...) end
print(count(none()), count(none(), none()), count((none())), count(three()), count(three(), three()),
  count((three())), count(three(), nil), count({three()}), #{three(), three()}, #{three(), (three())},
  #{none(), none()}, #{[1] = three()}, #{(three())})
local a, b, c, d = three()
print(a, b, c, d)
a, b = three(), 10
print(a, b)
a, b, c = 0, three()
print(a, b, c)
a, b = none()
print(a, b)
a, b = (three())
print(a, b)
local t = {three(), x = three(), three()}
print(#t, t.x)
t[1], t[2], t.y = three()
print(t[1], t[2], t.y)
local function va(...)
  local x, y = ...
  local n = select("#", ...)
  local packed = {...}
  local inner = function(...) return ..., n end
  return x, y, n, #packed, inner(...)
end
print(va())
print(va(1))
print(va(1, 2, 3))
print((va(7, 8)))
print(va(nil, nil))
local function pass(...) return ... end
print(pass())
print((pass()))
print(count(pass(nil, nil)))
print(pass(1, 2), pass(3, 4))
print(({pass(1, 2)})[1])
print(pcall(select, 0))
print(select(-2, three()))
print(select(4, three()))
print(select("2", three()))
print(pcall(select, -4, three()))
print(pcall(select))
print(select(2.0, three()))
print(pcall(select, 1.5, 1))
local function swap(x, y) return y, x end
print(swap(swap(1, 2)))
print(math.max(three()), ("x"):rep(three()))
print(#table.pack(three(), three()), (three()), -three(), three() + three(), three() .. "", not none(), three() == 1,
  {} ~= three())
local many = {}
for i = 1, 250 do many[i] = i end
print(count(table.unpack(many)), select(250, table.unpack(many)))
local function last(...) return (select(select("#", ...), ...)) end
print(last(table.unpack(many)))
print(string.char(table.unpack({72, 105})))
local function rec(n, ...) if n == 0 then return ... end return rec(n - 1, n, ...) end
print(rec(5))
print(count(rec(200)))
for i, v in (function(...) return ... end)(ipairs({"p", "q"})) do print(i, v) end
if none() then print("yes") else print("no") end
print(none() == nil, none() or "default", one() and three())
return three()
