-- Aeroplanes that fly on circles; a grid of squares tells which of them may meet.

local Object = require("class")
local Benchmark = require("cases.benchmark")

local Vector = Object:extend("Vector")

function Vector:init(x, y)
    self.x = x
    self.y = y
end

function Vector.__add(a, b) return Vector(a.x + b.x, a.y + b.y) end
function Vector.__sub(a, b) return Vector(a.x - b.x, a.y - b.y) end
function Vector.__mul(a, factor) return Vector(a.x * factor, a.y * factor) end
function Vector.__eq(a, b) return a.x == b.x and a.y == b.y end
function Vector:dot(other) return self.x * other.x + self.y * other.y end
function Vector:length() return math.sqrt(self:dot(self)) end

local Plane = Object:extend("Plane")

function Plane:init(number)
    self.call_sign = "plane " .. number
    self.number = number
    self.position = Vector(0, 0)
    self.previous = self.position
end

function Plane:fly(time)
    local angle = time * 0.1 + self.number * 2.3
    local radius = 20 + self.number % 30
    self.previous = self.position
    self.position = Vector(50 + radius * math.cos(angle), 50 + radius * math.sin(angle * 0.7))
end

local Glider = Plane:extend("Glider")

function Glider:init(number)
    Plane.init(self, number)
    self.drift = Vector(0.01, -0.02)
end

function Glider:fly(time)
    Glider.super.fly(self, time)
    self.position = self.position + self.drift * time
end

local Airspace = Object:extend("Airspace")
Airspace.square = 10

function Airspace:init(count)
    self.planes = {}
    for i = 1, count do
        self.planes[i] = i % 4 == 0 and Glider(i) or Plane(i)
    end
end

function Airspace:step(time)
    local squares = {}
    for _, plane in ipairs(self.planes) do
        plane:fly(time)
        local x = math.floor(plane.position.x / self.square)
        local y = math.floor(plane.position.y / self.square)
        local key = x * 1000 + y
        local square = squares[key]
        if not square then
            square = {}
            squares[key] = square
        end
        square[#square + 1] = plane
    end
    return squares
end

function Airspace:close_pairs(time)
    local count = 0
    for _, square in pairs(self:step(time)) do
        for i = 1, #square do
            for j = i + 1, #square do
                local way = square[i].position - square[j].position
                if way:length() < 1 and not (square[i].position == square[i].previous) then
                    count = count + 1
                end
            end
        end
    end
    return count
end

local Collisions = Benchmark:extend("Collisions")

function Collisions:benchmark()
    local airspace = Airspace(100)
    local total = 0
    for time = 1, 40 do
        total = total + airspace:close_pairs(time)
    end
    return total
end

function Collisions:verify(result)
    return result > 0
end

return Collisions
