local Object = require("class")
local Benchmark = require("cases.benchmark")

local Disc = Object:extend("Disc")

function Disc:init(size)
    self.size = size
    self.below = nil
end

local Towers = Benchmark:extend("Towers")
Towers.expected = 8191

function Towers:push(disc, pile)
    local top = self.piles[pile]
    if top ~= nil and disc.size >= top.size then
        error("cannot put a big disc on a smaller one")
    end
    disc.below = top
    self.piles[pile] = disc
end

function Towers:pop(pile)
    local top = self.piles[pile]
    if top == nil then
        error("no disc on pile " .. pile)
    end
    self.piles[pile] = top.below
    top.below = nil
    return top
end

function Towers:move_top(from, to)
    self:push(self:pop(from), to)
    self.moves = self.moves + 1
end

function Towers:move(count, from, to)
    if count == 1 then
        self:move_top(from, to)
        return
    end
    local other = 6 - from - to
    self:move(count - 1, from, other)
    self:move_top(from, to)
    self:move(count - 1, other, to)
end

function Towers:benchmark()
    self.piles = {}
    self.moves = 0
    for size = 13, 1, -1 do
        self:push(Disc(size), 1)
    end
    self:move(13, 1, 2)
    return self.moves
end

return Towers
