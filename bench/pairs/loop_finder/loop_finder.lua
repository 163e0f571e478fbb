-- Finds the loops of control flow graphs (after Paul Havlak): a depth-first numbering, union-find, nesting levels.

local graphs = require("graphs")

-- Union-find nodes; every other field is set where it is first known.
local UnionFind = {}
UnionFind.__index = UnionFind

function UnionFind:init(block, number)
    self.parent = self
    self.block = block
    self.number = number
    self.loop = nil
end

function UnionFind:find()
    local path = {}
    local node = self
    while node ~= node.parent do
        if node.parent ~= node.parent.parent then
            path[#path + 1] = node
        end
        node = node.parent
    end
    for _, each in ipairs(path) do
        each.parent = node.parent
    end
    return node
end

function UnionFind:union(other)
    self.parent = other
end

local Loop = {}
Loop.__index = Loop

function Loop.new(header, reducible)
    local self = setmetatable({ children = {}, blocks = {} }, Loop)
    self.reducible = reducible
    if header then
        self.header = header
        self.blocks[1] = header
    end
    return self
end

function Loop:set_parent(parent)
    self.parent = parent
    parent.children[#parent.children + 1] = self
end

function Loop:nest(level)
    self.nesting = level
    local deepest = level
    for _, child in ipairs(self.children) do
        deepest = math.max(deepest, child:nest(level + 1))
    end
    return deepest
end

local LoopFinder = {}

function LoopFinder:new(graph)
    local finder = { graph = graph, loops = {} }
    setmetatable(finder, self)
    self.__index = self
    return finder
end

function LoopFinder:number_blocks()
    self.numbers, self.last, self.nodes = {}, {}, {}
    local count = 0
    local function visit(block)
        count = count + 1
        local number = count
        self.numbers[block] = number
        local node = setmetatable({}, UnionFind)
        node:init(block, number)
        self.nodes[number] = node
        for _, target in ipairs(block.out_edges) do
            if not self.numbers[target] then
                visit(target)
            end
        end
        self.last[number] = count
    end
    visit(self.graph.start)
    self.count = count
end

function LoopFinder:is_ancestor(w, v)
    return w <= v and v <= self.last[w]
end

function LoopFinder:sort_edges()
    self.back, self.other = {}, {}
    for number = 1, self.count do
        local back, other = {}, {}
        for _, source in ipairs(self.nodes[number].block.in_edges) do
            local from = self.numbers[source]
            if from then
                if self:is_ancestor(number, from) then
                    back[#back + 1] = from
                else
                    other[from] = true
                end
            end
        end
        self.back[number], self.other[number] = back, other
    end
end

function LoopFinder:find()
    self:number_blocks()
    self:sort_edges()
    for w = self.count, 1, -1 do
        self:examine(w)
    end
    return self.loops
end

function LoopFinder:examine(w)
    local header = self.nodes[w]
    local body, is_self = {}, false
    for _, v in ipairs(self.back[w]) do
        if v ~= w then
            body[#body + 1] = self.nodes[v]:find()
        else
            is_self = true
        end
    end
    local reducible = true
    local todo, seen = {}, {}
    for i, node in ipairs(body) do
        todo[i] = node
        seen[node] = true
    end
    while #todo > 0 do
        local x = table.remove(todo, 1)
        for from in pairs(self.other[x.number]) do
            local y = self.nodes[from]:find()
            if not self:is_ancestor(w, y.number) then
                reducible = false
                self.other[w][y.number] = true
            elseif y.number ~= w and not seen[y] then
                seen[y] = true
                body[#body + 1] = y
                todo[#todo + 1] = y
            end
        end
    end
    if #body > 0 or is_self then
        local loop = Loop.new(header.block, reducible)
        header.loop = loop
        local done = {}
        for _, node in ipairs(body) do
            if not done[node] then
                done[node] = true
                node:union(header)
                if node.loop then
                    node.loop:set_parent(loop)
                else
                    loop.blocks[#loop.blocks + 1] = node.block
                end
            end
        end
        self.loops[#self.loops + 1] = loop
    end
end

local rounds = tonumber(arg and arg[1]) or 150
local graph = graphs.nested(10, 6)
local total, blocks, deepest, irreducible = 0, 0, 0, 0
for _ = 1, rounds do
    local loops = LoopFinder:new(graph):find()
    total = total + #loops
    local root = Loop.new(nil, true)
    for _, loop in ipairs(loops) do
        blocks = blocks + #loop.blocks
        if not loop.reducible then irreducible = irreducible + 1 end
        if not loop.parent then loop:set_parent(root) end
    end
    deepest = math.max(deepest, root:nest(0))
end
print(graph.size, total, blocks, deepest, irreducible)
