--- Matrices with operators, decompositions and exact rationals as entries if one likes.
local Matrix = {}
Matrix.__name = "matrix"

local methods = {}

local function new(rows)
  local n = #rows[1]
  for i, row in ipairs(rows) do
    if #row ~= n then error(("row %d has %d columns instead of %d"):format(i, #row, n), 3) end
  end
  return setmetatable({ rows = rows, n = #rows, m = n }, Matrix)
end

function Matrix.generate(n, m, f)
  local rows = {}
  for i = 1, n do
    rows[i] = {}
    for j = 1, m do rows[i][j] = f(i, j) end
  end
  return new(rows)
end
local generate = Matrix.generate

function Matrix.identity(n, one, zero)
  return generate(n, n, function(i, j) return i == j and (one or 1) or (zero or 0) end)
end

-- m[i][j], m(i, j), m.transposed
Matrix.__index = function(self, key)
  if math.type(key) == "integer" then return rawget(self, "rows")[key] end
  local method = methods[key]
  if method then return method end
  local computed = Matrix["get_" .. tostring(key)]
  return computed and computed(self)
end
Matrix.__call = function(self, i, j) return self.rows[i][j] end
Matrix.get_transposed = function(self) return generate(self.m, self.n, function(i, j) return self.rows[j][i] end) end
Matrix.get_trace = function(self)
  local sum = 0
  for i = 1, self.n do sum = sum + self.rows[i][i] end
  return sum
end

local function same_size(a, b, operator)
  if getmetatable(a) ~= Matrix or getmetatable(b) ~= Matrix then
    error(("matrix %s %s"):format(operator, type(getmetatable(a) == Matrix and b or a)), 3)
  end
  if a.n ~= b.n or a.m ~= b.m then error(("%dx%d %s %dx%d"):format(a.n, a.m, operator, b.n, b.m), 3) end
end

Matrix.__add = function(a, b)
  same_size(a, b, "+")
  return generate(a.n, a.m, function(i, j) return a.rows[i][j] + b.rows[i][j] end)
end
Matrix.__sub = function(a, b)
  same_size(a, b, "-")
  return generate(a.n, a.m, function(i, j) return a.rows[i][j] - b.rows[i][j] end)
end
Matrix.__unm = function(a) return generate(a.n, a.m, function(i, j) return -a.rows[i][j] end) end
Matrix.__mul = function(a, b)
  if getmetatable(a) ~= Matrix then a, b = b, a end
  if getmetatable(b) ~= Matrix then return generate(a.n, a.m, function(i, j) return a.rows[i][j] * b end) end
  if a.m ~= b.n then error(("%dx%d * %dx%d"):format(a.n, a.m, b.n, b.m), 2) end
  return generate(a.n, b.m, function(i, j)
    local sum = a.rows[i][1] * b.rows[1][j]
    for k = 2, a.m do sum = sum + a.rows[i][k] * b.rows[k][j] end
    return sum
  end)
end
Matrix.__pow = function(a, n)
  if n < 0 then return a:inverse() ^ -n end
  local result = Matrix.identity(a.n)
  while n > 0 do
    if n % 2 == 1 then result = result * a end
    a, n = a * a, n // 2
  end
  return result
end
Matrix.__eq = function(a, b)
  if a.n ~= b.n or a.m ~= b.m then return false end
  for i = 1, a.n do for j = 1, a.m do if a.rows[i][j] ~= b.rows[i][j] then return false end end end
  return true
end
Matrix.__len = function(self) return self.n end
Matrix.__tostring = function(self) return self:format("%s") end

--- Columns lined up on the right.
function methods:format(pattern)
  local widths, texts = {}, {}
  for i = 1, self.n do
    texts[i] = {}
    for j = 1, self.m do
      local value = self.rows[i][j]
      local text = pattern == "%s" and tostring(value) or pattern:format(value)
      texts[i][j] = text
      widths[j] = math.max(widths[j] or 0, utf8.len(text))
    end
  end
  local lines = {}
  for i = 1, self.n do
    for j = 1, self.m do texts[i][j] = (" "):rep(widths[j] - utf8.len(texts[i][j])) .. texts[i][j] end
    lines[i] = "[ " .. table.concat(texts[i], "  ") .. " ]"
  end
  return table.concat(lines, "\n")
end

-- Gauss-Jordan with pivoting: reduced rows, determinant, rank
local function reduce(self, extra)
  local rows, n = {}, self.n
  for i = 1, n do
    rows[i] = table.move(self.rows[i], 1, self.m, 1, {})
    if extra then table.move(extra.rows[i], 1, extra.m, self.m + 1, rows[i]) end
  end
  local determinant, rank, r = 1, 0, 1
  for c = 1, self.m do
    if r > n then break end
    local pivot = r
    for i = r + 1, n do
      local x, y = rows[i][c], rows[pivot][c]
      if (x < 0 * x and -x or x) > (y < 0 * y and -y or y) then pivot = i end
    end
    if rows[pivot][c] ~= 0 * rows[pivot][c] then
      if pivot ~= r then
        rows[pivot], rows[r] = rows[r], rows[pivot]
        determinant = -determinant
      end
      local value = rows[r][c]
      determinant = determinant * value
      for k = c, #rows[r] do rows[r][k] = rows[r][k] / value end
      for i = 1, n do
        local factor = rows[i][c]
        if i ~= r and factor ~= 0 * factor then
          for k = c, #rows[i] do rows[i][k] = rows[i][k] - factor * rows[r][k] end
        end
      end
      rank, r = rank + 1, r + 1
    else
      determinant = determinant * 0
    end
  end
  return rows, determinant, rank
end

function methods:determinant()
  if self.n ~= self.m then error("the matrix is not square", 2) end
  return (select(2, reduce(self)))
end
function methods:rank() return (select(3, reduce(self))) end
function methods:inverse()
  local one = self.rows[1][1] / self.rows[1][1]
  if one ~= one then one = 1 end
  local rows, _, rank = reduce(self, Matrix.identity(self.n, one, 0 * one))
  if rank < self.n then error("the matrix is singular", 2) end
  return generate(self.n, self.n, function(i, j) return rows[i][self.n + j] end)
end
function methods:solve(b)
  local rows, _, rank = reduce(self, b)
  if rank < self.n then return nil, "singular, rank " .. rank end
  return generate(self.n, b.m, function(i, j) return rows[i][self.m + j] end)
end
function methods:rows_of()
  local i = 0
  return function()
    i = i + 1
    if self.rows[i] then return i, table.unpack(self.rows[i]) end
  end
end

return setmetatable(Matrix, { __call = function(_, rows) return new(rows) end })
