-- Control flow graphs to look for loops in.

local Block = {}
Block.__index = Block

local Graph = {}
Graph.__index = Graph

function Graph.new()
    local self = setmetatable({ size = 0 }, Graph)
    self.start = self:block()
    return self
end

function Graph:block()
    self.size = self.size + 1
    return setmetatable({ name = "block " .. self.size, in_edges = {}, out_edges = {} }, Block)
end

function Graph:connect(from, to)
    table.insert(from.out_edges, to)
    table.insert(to.in_edges, from)
    return to
end

function Graph:straight(from, count)
    for _ = 1, count do
        from = self:connect(from, self:block())
    end
    return from
end

function Graph:diamond(from)
    local left, right, join = self:block(), self:block(), self:block()
    self:connect(from, left)
    self:connect(from, right)
    self:connect(left, join)
    return self:connect(right, join)
end

function Graph:loop(from, depth)
    local header = self:straight(from, 1)
    local body = self:diamond(header)
    if depth > 1 then
        body = self:loop(self:straight(body, 2), depth - 1)
    end
    local bottom = self:straight(body, 1)
    self:connect(bottom, header)
    return self:straight(bottom, 1)
end

local graphs = {}

-- `count` nests of loops, `depth` deep, in a row; between them self loops and loops with two entries.
function graphs.nested(count, depth)
    local graph = Graph.new()
    local block = graph.start
    for i = 1, count do
        block = graph:loop(block, depth)
        graph:connect(block, block)
        if i % 3 == 0 then
            local entry, inside = graph:straight(block, 1), graph:block()
            local outside = graph:straight(entry, 1)
            graph:connect(entry, inside)
            graph:connect(inside, outside)
            graph:connect(outside, inside)
            block = outside
        end
        block = graph:straight(block, 2)
    end
    return graph
end

return graphs
