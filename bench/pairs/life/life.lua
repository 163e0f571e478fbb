-- Conway's Game of Life twice: on a torus of nested tables, and unbounded on a set of keys made of strings.

local Grid = {}
Grid.__index = Grid

function Grid.new(width, height)
    local cells = {}
    for y = 1, height do
        cells[y] = {}
        for x = 1, width do
            cells[y][x] = false
        end
    end
    return setmetatable({ width = width, height = height, cells = cells }, Grid)
end

function Grid:place(pattern, left, top)
    local y = top
    for line in pattern:gmatch("[^/]+") do
        for x = 1, #line do
            self.cells[y][left + x - 1] = line:sub(x, x) == "#"
        end
        y = y + 1
    end
end

function Grid:neighbours(x, y)
    local count = 0
    for dy = -1, 1 do
        local row = self.cells[(y + dy - 1) % self.height + 1]
        for dx = -1, 1 do
            if (dx ~= 0 or dy ~= 0) and row[(x + dx - 1) % self.width + 1] then
                count = count + 1
            end
        end
    end
    return count
end

function Grid:step()
    local after = Grid.new(self.width, self.height)
    for y = 1, self.height do
        for x = 1, self.width do
            local count = self:neighbours(x, y)
            after.cells[y][x] = count == 3 or (count == 2 and self.cells[y][x])
        end
    end
    return after
end

function Grid:population()
    local count = 0
    for _, row in ipairs(self.cells) do
        for _, alive in ipairs(row) do
            if alive then count = count + 1 end
        end
    end
    return count
end

function Grid:__tostring()
    local lines = {}
    for y, row in ipairs(self.cells) do
        local line = {}
        for x, alive in ipairs(row) do
            line[x] = alive and "#" or "."
        end
        lines[y] = table.concat(line)
    end
    return table.concat(lines, "\n")
end

local function parse_key(key)
    local x, y = key:match("^(-?%d+),(-?%d+)$")
    return math.tointeger(x), math.tointeger(y)
end

local function step_sparse(alive)
    local counts = {}
    for key in pairs(alive) do
        local x, y = parse_key(key)
        for dx = -1, 1 do
            for dy = -1, 1 do
                if not (dx == 0 and dy == 0) then
                    local neighbour = (x + dx) .. "," .. (y + dy)
                    counts[neighbour] = (counts[neighbour] or 0) + 1
                end
            end
        end
    end
    local after, population = {}, 0
    for key, count in pairs(counts) do
        if count == 3 or (count == 2 and alive[key]) then
            after[key] = true
            population = population + 1
        end
    end
    return after, population
end

local generations = tonumber(arg[1]) or 500
local grid = Grid.new(40, 24)
grid:place(".#./..#/###", 2, 2)
grid:place(".##/##./.#.", 20, 10)
grid:place("###", 30, 18)
for _ = 1, generations do
    grid = grid:step()
end
print(grid:population())
print(grid)

local alive = { ["1,0"] = true, ["2,0"] = true, ["0,1"] = true, ["1,1"] = true, ["1,2"] = true }
local population
for _ = 1, generations do
    alive, population = step_sparse(alive)
end
local west, east = 0, 0
for key in pairs(alive) do
    local x = parse_key(key)
    west, east = math.min(west, x), math.max(east, x)
end
print(population, west, east)
