-- Backtracking: all placements of queens, once with tables of taken lines and once with bits.

local n = tonumber(arg[1]) or 11

local function place_with_tables(size)
    local columns, rising, falling, rows = {}, {}, {}, {}
    local solutions, first = 0, nil
    local function place(row)
        if row > size then
            solutions = solutions + 1
            if not first then
                first = table.concat(rows, " ")
            end
            return
        end
        for column = 1, size do
            local up, down = row + column, row - column
            if not (columns[column] or rising[up] or falling[down]) then
                columns[column], rising[up], falling[down] = true, true, true
                rows[row] = column
                place(row + 1)
                columns[column], rising[up], falling[down] = nil, nil, nil
            end
        end
    end
    place(1)
    return solutions, first
end

local function place_with_bits(size)
    local all = (1 << size) - 1
    local function count(columns, rising, falling)
        if columns == all then return 1 end
        local solutions = 0
        local free = all & ~(columns | rising | falling)
        while free ~= 0 do
            local bit = free & -free
            free = free & (free - 1)
            solutions = solutions + count(columns | bit, (rising | bit) << 1, (falling | bit) >> 1)
        end
        return solutions
    end
    return count(0, 0, 0)
end

for size = 4, n do
    local solutions, first = place_with_tables(size)
    print(size, solutions, first, place_with_bits(size + 1))
end
