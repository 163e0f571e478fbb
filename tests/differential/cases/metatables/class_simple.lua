-- Shows the class idiom: constructor, methods, class fields, instances apart.
local Point = {count = 0}
Point.__index = Point
function Point.new(x, y) Point.count = Point.count + 1; return setmetatable({x = x, y = y}, Point) end
function Point:add(o) return Point.new(self.x + o.x, self.y + o.y) end
function Point.__add(a, b) return a:add(b) end
function Point.__eq(a, b) return a.x == b.x and a.y == b.y end
function Point.__lt(a, b) return a.x < b.x end
function Point.__tostring(p) return "(" .. p.x .. ", " .. p.y .. ")" end
function Point.__unm(p) return Point.new(-p.x, -p.y) end
function Point.__len() return 2 end
function Point:__call(k) return self[k] end
local a, b = Point.new(1, 2), Point.new(3, 4)
print(tostring(a + b), a == b, a + b == Point.new(4, 6), a < b, tostring(-a), #a, a "x", Point.count, a.count)
a.count = "own"
print(a.count, b.count, rawget(b, "count"))
print(getmetatable(a) == Point, a.new == Point.new, a.__index == Point)
