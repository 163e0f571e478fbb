local Object = require("class")
local Benchmark = require("cases.benchmark")
local Random = require("random")

local Ball = Object:extend("Ball")

function Ball:init(random)
    self.x = random:next() % 500
    self.y = random:next() % 500
    self.dx = random:next() % 300 - 150
    self.dy = random:next() % 300 - 150
end

function Ball:bounce()
    local bounced = false
    self.x, self.y = self.x + self.dx, self.y + self.dy
    if self.x > 500 then
        self.x = 500
        self.dx = -math.abs(self.dx)
        bounced = true
    end
    if self.x < 0 then
        self.x = 0
        self.dx = math.abs(self.dx)
        bounced = true
    end
    if self.y > 500 then
        self.y = 500
        self.dy = -math.abs(self.dy)
        bounced = true
    end
    if self.y < 0 then
        self.y = 0
        self.dy = math.abs(self.dy)
        bounced = true
    end
    return bounced
end

local Bounce = Benchmark:extend("Bounce")

function Bounce:benchmark()
    local random = Random()
    local balls = {}
    for i = 1, 100 do
        balls[i] = Ball(random)
    end
    local bounces = 0
    for _ = 1, 200 do
        for _, ball in ipairs(balls) do
            if ball:bounce() then
                bounces = bounces + 1
            end
        end
    end
    return bounces
end

function Bounce:verify(result)
    self.expected = self.expected or result
    return Benchmark.verify(self, result) and result > 1000
end

return Bounce
