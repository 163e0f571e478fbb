-- Random numbers that are the same everywhere.

local Object = require("class")

local Random = Object:extend("Random")

function Random:init(seed)
    self.seed = seed or 74755
end

function Random:next()
    self.seed = ((self.seed * 1309) + 13849) & 65535
    return self.seed
end

return Random
