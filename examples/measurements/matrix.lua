-- Matrices of floats.

---@class Matrix
---@field rows integer
---@field columns integer
---@field data number[][]
---@operator add(Matrix): Matrix
---@operator mul(Matrix|number): Matrix
---@operator unm: Matrix
local Matrix = {}
Matrix.__index = Matrix

--- A matrix from its rows.
---@param data number[][]
---@return Matrix
function Matrix.new(data)
  return setmetatable({ rows = #data, columns = #data[1], data = data }, Matrix)
end

--- A matrix whose elements a function computes.
---@param rows integer
---@param columns integer
---@param element fun(row: integer, column: integer): number
---@return Matrix
function Matrix.build(rows, columns, element)
  local data = {}
  for i = 1, rows do
    local row = {}
    for j = 1, columns do
      row[j] = element(i, j)
    end
    data[i] = row
  end
  return Matrix.new(data)
end

---@param size integer
---@return Matrix
function Matrix.identity(size)
  return Matrix.build(size, size, function(i, j)
    return i == j and 1.0 or 0.0
  end)
end

---@param a Matrix
---@param b Matrix
---@return Matrix
function Matrix.__add(a, b)
  assert(a.rows == b.rows and a.columns == b.columns, "shapes differ")
  return Matrix.build(a.rows, a.columns, function(i, j)
    return a.data[i][j] + b.data[i][j]
  end)
end

---@param a Matrix
---@return Matrix
function Matrix.__unm(a)
  return a * -1.0
end

---@param a Matrix
---@param b Matrix|number
---@return Matrix
function Matrix.__mul(a, b)
  if type(b) == "number" then
    return Matrix.build(a.rows, a.columns, function(i, j)
      return a.data[i][j] * b
    end)
  end
  assert(a.columns == b.rows, "shapes do not fit")
  local result = {}
  for i = 1, a.rows do
    local row = {}
    for j = 1, b.columns do
      local sum = 0.0
      for k = 1, a.columns do
        sum = sum + a.data[i][k] * b.data[k][j]
      end
      row[j] = sum
    end
    result[i] = row
  end
  return Matrix.new(result)
end

---@param a Matrix
---@param b Matrix
---@return boolean
function Matrix.__eq(a, b)
  if a.rows ~= b.rows or a.columns ~= b.columns then
    return false
  end
  for i = 1, a.rows do
    for j = 1, a.columns do
      if math.abs(a.data[i][j] - b.data[i][j]) > 1e-9 then
        return false
      end
    end
  end
  return true
end

---@return Matrix
function Matrix:transpose()
  return Matrix.build(self.columns, self.rows, function(i, j)
    return self.data[j][i]
  end)
end

--- Solves `self * x = b` by elimination with pivots.
---@param b number[]
---@return number[]? # nil if there is no single solution
function Matrix:solve(b)
  local n = self.rows
  -- A copy with b as one more column
  local work = {}
  for i = 1, n do
    work[i] = table.move(self.data[i], 1, n, 1, {})
    work[i][n + 1] = b[i]
  end

  for column = 1, n do
    local pivot = column
    for row = column + 1, n do
      if math.abs(work[row][column]) > math.abs(work[pivot][column]) then
        pivot = row
      end
    end
    if math.abs(work[pivot][column]) < 1e-12 then
      return nil
    end
    work[column], work[pivot] = work[pivot], work[column]
    for row = column + 1, n do
      local factor = work[row][column] / work[column][column]
      for k = column, n + 1 do
        work[row][k] = work[row][k] - factor * work[column][k]
      end
    end
  end

  local x = {}
  for i = n, 1, -1 do
    local sum = work[i][n + 1]
    for j = i + 1, n do
      sum = sum - work[i][j] * x[j]
    end
    x[i] = sum / work[i][i]
  end
  return x
end

---@return string
function Matrix:__tostring()
  local lines = {}
  for i = 1, self.rows do
    local cells = {}
    for j = 1, self.columns do
      cells[j] = ("%8.3f"):format(self.data[i][j])
    end
    lines[i] = "[" .. table.concat(cells) .. " ]"
  end
  return table.concat(lines, "\n")
end

return Matrix
