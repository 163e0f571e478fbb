local Object = require("class")
local Benchmark = require("cases.benchmark")

local Element = Object:extend("Element")

function Element:init(value, following)
    self.value = value
    self.next = following
end

function Element:length()
    if self.next == nil then
        return 1
    end
    return 1 + self.next:length()
end

function Element:each(block)
    local element = self
    while element do
        block(element.value)
        element = element.next
    end
end

local Lists = Benchmark:extend("Lists")

local function make(length)
    if length == 0 then return nil end
    return Element(length, make(length - 1))
end

local function shorter(x, y)
    while y do
        if not x then return true end
        x, y = x.next, y.next
    end
    return false
end

local function tail(x, y, z)
    if shorter(y, x) then
        return tail(tail(x.next, y, z), tail(y.next, z, x), tail(z.next, x, y))
    end
    return z
end

function Lists:benchmark()
    local result = tail(make(15), make(10), make(6))
    local sum = 0
    result:each(function(value) sum = sum + value end)
    return result:length() .. " of " .. sum
end

function Lists:verify(result)
    self.expected = self.expected or result
    return Lists.super.verify(self, result)
end

return Lists
