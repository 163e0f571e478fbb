-- Metamethods of classes.
local V = {}
V.__index = V
local function new(x, y) return setmetatable({ x = x, y = y }, V) end
function V.__add(a, b)
    if type(a) == "number" then return new(a + b.x, a + b.y), "second" end
    if type(b) == "number" then return new(a.x + b, a.y + b) end
    return new(a.x + b.x, a.y + b.y)
end
function V.__sub(a, b) return new(a.x - b.x, a.y - b.y) end
function V.__mul(a, b) return type(a) == "number" and new(a * b.x, a * b.y) or a.x * b.x + a.y * b.y end
function V.__unm(a) return new(-a.x, -a.y) end
function V.__lt(a, b) return a.x < b.x end
function V.__le(a, b) return a.x <= b.x end
function V.__eq(a, b) return a.x == b.x and a.y == b.y end
function V.__concat(a, b) return tostring(a) .. "|" .. tostring(b) end
function V.__tostring(a) return "(" .. a.x .. "," .. a.y .. ")" end
function V.__idiv(a, b) return a.x // b end
function V.__mod() end
function V.__div(a, b) return "div" end
function V.__pow(a, b) return "pow", 1 end
local a, b = new(1, 2), new(3, 4)
print(tostring(a + b), tostring(1 + a), tostring(a + 1), tostring(a - b), a * b, tostring(2 * b), tostring(-a))
print(a < b, a <= b, a > b, a >= b, a == b, a == new(1, 2), a ~= new(1, 2), a == 1, a == "x")
print(a .. b, a .. "t", 1 .. a, a // 2, a % 1, a / 1, a ^ 2)
print(pcall(function() return a < 1 end))
print(pcall(function() return a & 1 end))
print(pcall(function() return #a end), pcall(function() return a() end))
local seen = { [a] = "a" }
print(seen[a], seen[new(1, 2)], rawequal(a, new(1, 2)))
print(select("#", a % 1), (a + b).x)
table.sort(seen)
local list = { new(3, 0), new(1, 0), new(2, 0) }
table.sort(list)
print(tostring(list[1]), tostring(list[2]), tostring(list[3]))
table.sort(list, function(p, q) return p > q end)
print(tostring(list[1]), math.type(list[1].x))
print(string.format("%s %s", a, b))
print(pcall(error, a))
print(not a, a and 1, (a or b).x)
