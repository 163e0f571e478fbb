-- Matrices over anything with arithmetic: numbers, and expressions.

local Matrix = {}
Matrix.__index = function(matrix, key)
  if type(key) == "string" and key:match("^[rc]%d+$") then
    local which, number = key:sub(1, 1), tonumber(key:sub(2))
    local values = {}
    for i = 1, which == "r" and matrix.columns or matrix.rows do
      values[i] = which == "r" and matrix[number][i] or matrix[i][number]
    end
    return values
  end
  return Matrix[key]
end

local function new(rows, columns, cell)
  local matrix = { rows = rows, columns = columns }
  for i = 1, rows do
    matrix[i] = {}
    for j = 1, columns do matrix[i][j] = cell(i, j) end
  end
  return setmetatable(matrix, Matrix)
end

local function from(rows)
  return new(#rows, #rows[1], function(i, j) return rows[i][j] end)
end

local function identity(n)
  return new(n, n, function(i, j) return i == j and 1 or 0 end)
end

local function elementwise(name, operator)
  return function(a, b)
    if a.rows ~= b.rows or a.columns ~= b.columns then
      error(("cannot %s a %dx%d and a %dx%d matrix"):format(name, a.rows, a.columns, b.rows, b.columns), 2)
    end
    return new(a.rows, a.columns, function(i, j) return operator(a[i][j], b[i][j]) end)
  end
end

Matrix.__add = elementwise("add", function(a, b) return a + b end)
Matrix.__sub = elementwise("subtract", function(a, b) return a - b end)

function Matrix.__mul(a, b)
  if getmetatable(a) ~= Matrix then a, b = b, a end
  if getmetatable(b) ~= Matrix then
    return new(a.rows, a.columns, function(i, j) return a[i][j] * b end)
  end
  if a.columns ~= b.rows then error("shapes do not fit", 2) end
  return new(a.rows, b.columns, function(i, j)
    local sum = a[i][1] * b[1][j]
    for k = 2, a.columns do sum = sum + a[i][k] * b[k][j] end
    return sum
  end)
end

function Matrix.__pow(a, n)
  local result = identity(a.rows)
  while n > 0 do
    if n & 1 == 1 then result = result * a end
    a, n = a * a, n >> 1
  end
  return result
end

function Matrix.__eq(a, b)
  if a.rows ~= b.rows or a.columns ~= b.columns then return false end
  for i = 1, a.rows do
    for j = 1, a.columns do
      if a[i][j] ~= b[i][j] then return false end
    end
  end
  return true
end

function Matrix.__tostring(a)
  local lines = {}
  for i = 1, a.rows do
    local cells = {}
    for j = 1, a.columns do cells[j] = tostring(a[i][j]) end
    lines[i] = "[" .. table.concat(cells, ", ") .. "]"
  end
  return "[" .. table.concat(lines, ", ") .. "]"
end

function Matrix:transposed()
  return new(self.columns, self.rows, function(i, j) return self[j][i] end)
end

function Matrix:minor(row, column)
  return new(self.rows - 1, self.columns - 1, function(i, j)
    return self[i < row and i or i + 1][j < column and j or j + 1]
  end)
end

function Matrix:determinant()
  if self.rows == 1 then return self[1][1] end
  local sum
  for j = 1, self.columns do
    local term = self[1][j] * self:minor(1, j):determinant()
    if sum == nil then sum = term elseif j % 2 == 0 then sum = sum - term else sum = sum + term end
  end
  return sum
end

function Matrix:map(f)
  return new(self.rows, self.columns, function(i, j) return (f(self[i][j], i, j)) end)
end

return setmetatable({ new = new, from = from, identity = identity }, {
  __call = function(_, ...) return from(...) end,
})
