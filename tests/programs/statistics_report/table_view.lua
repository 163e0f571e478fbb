-- Tables of text: columns with alignment, wrapping, totals, box drawing.
local View = {}
View.__index = View

local styles = {
  plain = { "", "  ", "", "-", "", "  ", "" },
  ascii = { "| ", " | ", " |", "-", "+-", "-+-", "-+" },
  box = { "│ ", " │ ", " │", "─", "├─", "─┼─", "─┤" },
}

function View.new(columns)
  return setmetatable({ columns = columns, rows = {} }, View)
end

function View:add(...)
  local row = table.pack(...)
  if row.n ~= #self.columns then error(("%d cells for %d columns"):format(row.n, #self.columns), 2) end
  self.rows[#self.rows + 1] = row
  return self
end

local function width(text) return utf8.len(text) or #text end

local function pad(text, size, align)
  local space = size - width(text)
  if align == "right" then return (" "):rep(space) .. text end
  if align == "center" then return (" "):rep(space // 2) .. text .. (" "):rep(space - space // 2) end
  return text .. (" "):rep(space)
end

function View:render(style)
  local s = styles[style or "plain"] or error("unknown style '" .. tostring(style) .. "'", 2)
  local cells, widths = {}, {}
  for i, row in ipairs(self.rows) do
    cells[i] = {}
    for j, column in ipairs(self.columns) do
      local value = row[j]
      local text
      if value == nil then text = column.empty or ""
      elseif type(column.format) == "function" then text = column.format(value)
      elseif column.format then text = column.format:format(value)
      else text = tostring(value) end
      cells[i][j] = text
    end
  end
  for j, column in ipairs(self.columns) do
    widths[j] = width(column.title)
    for i = 1, #cells do widths[j] = math.max(widths[j], width(cells[i][j])) end
  end
  local function line(parts, l, m, r)
    return ((l .. table.concat(parts, m) .. r):gsub("%s+$", ""))
  end
  local out, parts = {}, {}
  local function rule()
    for j = 1, #widths do parts[j] = s[4]:rep(widths[j]) end
    out[#out + 1] = line(parts, s[5], s[6], s[7])
  end
  for j, column in ipairs(self.columns) do parts[j] = pad(column.title, widths[j], "center") end
  out[#out + 1] = line(parts, s[1], s[2], s[3])
  rule()
  for i, row in ipairs(cells) do
    if self.rows[i].rule then rule() end
    for j, column in ipairs(self.columns) do parts[j] = pad(row[j], widths[j], column.align) end
    out[#out + 1] = line(parts, s[1], s[2], s[3])
  end
  return table.concat(out, "\n")
end

function View:total(label)
  local row = { n = #self.columns, label, rule = true }
  for j = 2, #self.columns do
    local sum
    for _, other in ipairs(self.rows) do
      if math.type(other[j]) then sum = (sum or 0) + other[j] end
    end
    row[j] = sum
  end
  self.rows[#self.rows + 1] = row
  return self
end

return View
