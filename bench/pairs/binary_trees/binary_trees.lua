-- Many small objects: complete binary trees that are built, counted and mirrored; a balanced search tree.

local function bottom_up(depth)
    if depth == 0 then return {} end
    depth = depth - 1
    return { left = bottom_up(depth), right = bottom_up(depth) }
end

local function count(tree)
    if tree.left then
        return 1 + count(tree.left) + count(tree.right)
    end
    return 1
end

local function mirror(tree)
    if not tree.left then return {} end
    return { left = mirror(tree.right), right = mirror(tree.left) }
end

-- A treap: ordered by key, a heap by priority
local Treap = {}
Treap.__index = Treap

local function node(key, priority)
    return { key = key, priority = priority, left = nil, right = nil }
end

local function rotate_right(top)
    local left = top.left
    top.left, left.right = left.right, top
    return left
end

local function rotate_left(top)
    local right = top.right
    top.right, right.left = right.left, top
    return right
end

function Treap.new()
    return setmetatable({ root = nil, size = 0, seed = 17 }, Treap)
end

function Treap:insert(key)
    local function place(at)
        if not at then
            self.seed = (self.seed * 16807) % 2147483647
            self.size = self.size + 1
            return node(key, self.seed)
        end
        if key < at.key then
            at.left = place(at.left)
            if at.left.priority > at.priority then return rotate_right(at) end
        elseif key > at.key then
            at.right = place(at.right)
            if at.right.priority > at.priority then return rotate_left(at) end
        end
        return at
    end
    self.root = place(self.root)
end

function Treap:contains(key)
    local at = self.root
    while at do
        if key == at.key then return true end
        if key < at.key then
            at = at.left
        else
            at = at.right
        end
    end
    return false
end

local function height(at)
    if at == nil then return 0 end
    return 1 + math.max(height(at.left), height(at.right))
end

local depth = tonumber(arg[1]) or 16
print("stretch", count(bottom_up(depth + 1)))
local kept = bottom_up(depth)
for d = 4, depth, 3 do
    local times = 1 << (depth - d)
    local total = 0
    for _ = 1, times do
        total = total + count(bottom_up(d))
    end
    print("trees", times, d, total)
end
print("mirror", count(mirror(kept)))

local treap = Treap.new()
local hits = 0
for i = 1, depth * 500 do
    treap:insert(i * 7919 % 10007)
    if treap:contains(i) then hits = hits + 1 end
end
print("treap", treap.size, hits, height(treap.root) < 60)
