-- Filters, sorts and cuts rows.

local query = {}

local compare = {
  ["="] = function(a, b) return a == b end,
  ["<"] = function(a, b) return a < b end,
  [">"] = function(a, b) return a > b end,
  ["<="] = function(a, b) return a <= b end,
  [">="] = function(a, b) return a >= b end,
  ["~="] = function(a, b) return a ~= b end,
}

-- Rows whose values cannot be compared with a condition do not fit it.
local function fits(row, condition)
  local value = row[condition.column]
  if type(value) ~= type(condition.value) then
    return condition.operator == "~="
  end
  return compare[condition.operator](value, condition.value)
end

function query.filter(rows, conditions)
  local kept = {}
  for _, row in ipairs(rows) do
    local keep = true
    for _, condition in ipairs(conditions) do
      if not fits(row, condition) then
        keep = false
        break
      end
    end
    if keep then
      kept[#kept + 1] = row
    end
  end
  return kept
end

function query.sort(rows, column)
  local descending = column:sub(1, 1) == "-"
  if descending then
    column = column:sub(2)
  end
  -- table.sort is not stable: the old position decides between equals.
  local position = {}
  for i, row in ipairs(rows) do
    position[row] = i
  end
  table.sort(rows, function(a, b)
    local x, y = a[column], b[column]
    if x == y then
      return position[a] < position[b]
    end
    if descending then
      return x > y
    end
    return x < y
  end)
end

function query.limit(rows, count)
  for i = #rows, count + 1, -1 do
    rows[i] = nil
  end
end

return query
