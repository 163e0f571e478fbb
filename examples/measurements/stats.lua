-- Descriptive statistics of lists of numbers.

local Matrix = require("matrix")

local stats = {}

---@param values number[]
---@return number
function stats.sum(values)
  local sum = 0.0
  for _, value in ipairs(values) do
    sum = sum + value
  end
  return sum
end

---@param values number[]
---@return number
function stats.mean(values)
  return stats.sum(values) / #values
end

---@param values number[]
---@param sample boolean? divides by n - 1
---@return number
function stats.variance(values, sample)
  local mean = stats.mean(values)
  local sum = 0.0
  for _, value in ipairs(values) do
    sum = sum + (value - mean) ^ 2
  end
  return sum / (sample and #values - 1 or #values)
end

---@param values number[]
---@param sample boolean?
---@return number
function stats.deviation(values, sample)
  return math.sqrt(stats.variance(values, sample))
end

--- The value below which a part of the values lies, interpolated.
---@param values number[]
---@param part number between 0 and 1
---@return number
function stats.quantile(values, part)
  local sorted = table.move(values, 1, #values, 1, {})
  table.sort(sorted)
  local position = 1 + (#sorted - 1) * part
  local low = math.floor(position)
  local high = math.min(low + 1, #sorted)
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low)
end

---@param values number[]
---@return number
function stats.median(values)
  return stats.quantile(values, 0.5)
end

--- The values that occur most often, in ascending order, and how often.
---@param values number[]
---@return number[]
---@return integer
function stats.modes(values)
  ---@type table<number, integer>
  local counts = {}
  local most = 0
  for _, value in ipairs(values) do
    counts[value] = (counts[value] or 0) + 1
    most = math.max(most, counts[value])
  end
  local modes = {}
  for value, count in pairs(counts) do
    if count == most then
      modes[#modes + 1] = value
    end
  end
  table.sort(modes)
  return modes, most
end

---@param xs number[]
---@param ys number[]
---@return number
function stats.correlation(xs, ys)
  local mean_x, mean_y = stats.mean(xs), stats.mean(ys)
  local xy, xx, yy = 0.0, 0.0, 0.0
  for i = 1, #xs do
    local dx, dy = xs[i] - mean_x, ys[i] - mean_y
    xy = xy + dx * dy
    xx = xx + dx * dx
    yy = yy + dy * dy
  end
  return xy / math.sqrt(xx * yy)
end

--- The polynomial that fits best: coefficients from the constant upwards.
---@param xs number[]
---@param ys number[]
---@param degree integer
---@return number[]?
function stats.fit(xs, ys, degree)
  local design = Matrix.build(#xs, degree + 1, function(i, j)
    return xs[i] ^ (j - 1)
  end)
  local transposed = design:transpose()
  local right = transposed * Matrix.build(#ys, 1, function(i)
    return ys[i]
  end)
  local b = {}
  for i = 1, right.rows do
    b[i] = right.data[i][1]
  end
  return (transposed * design):solve(b)
end

--- How many values lie in each of `bins` equal parts of the range.
---@param values number[]
---@param bins integer
---@return integer[]
function stats.histogram(values, bins)
  local low, high = math.min(table.unpack(values)), math.max(table.unpack(values))
  local counts = {}
  for i = 1, bins do
    counts[i] = 0
  end
  for _, value in ipairs(values) do
    local bin = math.min(bins, 1 + math.floor((value - low) / (high - low) * bins))
    counts[bin] = counts[bin] + 1
  end
  return counts
end

return stats
