-- Matrices as tables of tables: products, transposition, powers, determinants by elimination; a class with operators.

local Matrix = {}
Matrix.__index = Matrix

function Matrix.new(rows, columns, fill)
    local self = { rows = rows, columns = columns }
    for i = 1, rows do
        local row = {}
        for j = 1, columns do
            row[j] = fill(i, j)
        end
        self[i] = row
    end
    return setmetatable(self, Matrix)
end

function Matrix.identity(size)
    return Matrix.new(size, size, function(i, j) return i == j and 1 or 0 end)
end

function Matrix:transpose()
    return Matrix.new(self.columns, self.rows, function(i, j) return self[j][i] end)
end

function Matrix.__add(a, b)
    return Matrix.new(a.rows, a.columns, function(i, j) return a[i][j] + b[i][j] end)
end

function Matrix.__mul(a, b)
    local transposed = b:transpose()
    return Matrix.new(a.rows, b.columns, function(i, j)
        local row, column = a[i], transposed[j]
        local sum = 0
        for k = 1, #row do
            sum = sum + row[k] * column[k]
        end
        return sum
    end)
end

function Matrix.__eq(a, b)
    for i = 1, a.rows do
        for j = 1, a.columns do
            if a[i][j] ~= b[i][j] then return false end
        end
    end
    return true
end

function Matrix:trace()
    local sum = 0
    for i = 1, self.rows do
        sum = sum + self[i][i]
    end
    return sum
end

function Matrix:determinant()
    local n = self.rows
    local m = Matrix.new(n, n, function(i, j) return self[i][j] / 1 end)
    local result = 1.0
    for c = 1, n do
        local pivot = c
        for r = c + 1, n do
            if math.abs(m[r][c]) > math.abs(m[pivot][c]) then pivot = r end
        end
        if m[pivot][c] == 0 then return 0.0 end
        if pivot ~= c then
            m[pivot], m[c] = m[c], m[pivot]
            result = -result
        end
        local top = m[c]
        result = result * top[c]
        for r = c + 1, n do
            local row = m[r]
            local factor = row[c] / top[c]
            for k = c, n do
                row[k] = row[k] - factor * top[k]
            end
        end
    end
    return result
end

local n = tonumber(arg[1]) or 150
local a = Matrix.new(n, n, function(i, j) return (i * j) % 7 + 1 end)
local b = Matrix.new(n, n, function(i, j) return (i + 2 * j) % 5 - 2 end)
local product = a * b
print("trace", product:trace())
print("distributes", a * (b + a) == product + a * a)
print("identity", product * Matrix.identity(n) == product)
local d = Matrix.new(n, n, function(i, j) return i == j and 1.5 or 1 / (i + j) end)
print(string.format("determinant\t%.6e", d:determinant()))
