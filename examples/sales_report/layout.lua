-- Tables, bars and paragraphs of plain text.

local layout = {}

layout.WIDTH = 64

local function pad(text, width, align)
  local missing = width - #text
  if missing <= 0 then
    return text
  end
  if align == "right" then
    return (" "):rep(missing) .. text
  elseif align == "center" then
    local left = missing // 2
    return (" "):rep(left) .. text .. (" "):rep(missing - left)
  end
  return text .. (" "):rep(missing)
end

--- A heading with a line below it.
function layout.heading(text)
  return text .. "\n" .. ("="):rep(#text) .. "\n"
end

--- 1234567.5 becomes "1,234,567.50".
function layout.money(amount)
  local text = string.format("%.2f", amount)
  local whole, cents = text:match("^(%-?%d+)(%.%d+)$")
  local changes
  repeat
    whole, changes = whole:gsub("^(%-?%d+)(%d%d%d)", "%1,%2")
  until changes == 0
  return whole .. cents
end

--- A table. `columns` has a title, the alignment and optionally a function that formats a value.
function layout.grid(columns, rows)
  local texts = {}
  local widths = {}
  for i, column in ipairs(columns) do
    widths[i] = #column.title
  end
  for r, row in ipairs(rows) do
    texts[r] = {}
    for i, column in ipairs(columns) do
      local value = row[i]
      local text = value == nil and "" or column.format and column.format(value) or tostring(value)
      texts[r][i] = text
      if #text > widths[i] then
        widths[i] = #text
      end
    end
  end

  local lines = {}
  local function add(cells, alignment)
    local padded = {}
    for i, text in ipairs(cells) do
      padded[i] = pad(text, widths[i], alignment or columns[i].align)
    end
    lines[#lines + 1] = "| " .. table.concat(padded, " | ") .. " |"
  end

  local titles, rules = {}, {}
  for i, column in ipairs(columns) do
    titles[i] = column.title
    rules[i] = ("-"):rep(widths[i])
  end
  add(titles, "center")
  add(rules)
  for _, cells in ipairs(texts) do
    add(cells)
  end
  return table.concat(lines, "\n") .. "\n"
end

--- A bar that is full at `most`.
function layout.bar(value, most, width)
  width = width or 30
  local full = math.floor(value / most * width + 0.5)
  return ("#"):rep(full) .. ("."):rep(width - full)
end

--- Breaks a text into lines of at most `width` characters.
function layout.wrap(text, width)
  width = width or layout.WIDTH
  local lines = {}
  local line = ""
  for word in text:gmatch("%S+") do
    if line == "" then
      line = word
    elseif #line + 1 + #word <= width then
      line = line .. " " .. word
    else
      lines[#lines + 1] = line
      line = word
    end
  end
  if line ~= "" then
    lines[#lines + 1] = line
  end
  return lines
end

return layout
