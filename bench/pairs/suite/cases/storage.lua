local Benchmark = require("cases.benchmark")
local Random = require("random")

local Storage = Benchmark:extend("Storage")
Storage.expected = 5461 * 4

function Storage:benchmark()
    self.count = 0
    for _ = 1, 4 do
        self:build(7, Random())
    end
    return self.count
end

function Storage:build(depth, random)
    self.count = self.count + 1
    if depth == 1 then
        local leaf = {}
        for i = 1, random:next() % 10 + 1 do
            leaf[i] = false
        end
        return leaf
    end
    local tree = {}
    for i = 1, 4 do
        tree[i] = self:build(depth - 1, random)
    end
    return tree
end

return Storage
