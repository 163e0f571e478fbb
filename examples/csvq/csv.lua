-- Reads and writes comma-separated values.

local csv = {}

-- The fields of one line. Fields in double quotes may hold commas; a doubled quote stands for one.
local function split(line)
  local fields = {}
  local position = 1
  while position <= #line + 1 do
    if line:sub(position, position) == '"' then
      local buffer = {}
      local i = position + 1
      while true do
        local char = line:sub(i, i)
        if char == "" then
          return nil, "unfinished quoted field"
        elseif char == '"' then
          if line:sub(i + 1, i + 1) ~= '"' then
            break
          end
          buffer[#buffer + 1] = '"'
          i = i + 2
        else
          buffer[#buffer + 1] = char
          i = i + 1
        end
      end
      fields[#fields + 1] = table.concat(buffer)
      position = i + 2
    else
      local comma = line:find(",", position, true) or #line + 1
      fields[#fields + 1] = line:sub(position, comma - 1)
      position = comma + 1
    end
  end
  return fields
end

--- Reads rows from an iterator of lines. The first line has the names of the columns.
--- Returns the rows and the names, or nil and what is wrong.
function csv.read(lines)
  local header
  local rows = {}
  local number = 0
  for line in lines do
    number = number + 1
    line = line:gsub("\r$", "")
    if line ~= "" then
      local fields, problem = split(line)
      if not fields then
        return nil, ("line %d: %s"):format(number, problem)
      end
      if not header then
        header = fields
      elseif #fields ~= #header then
        return nil, ("line %d: %d fields instead of %d"):format(number, #fields, #header)
      else
        local row = {}
        for i, name in ipairs(header) do
          row[name] = tonumber(fields[i]) or fields[i]
        end
        rows[#rows + 1] = row
      end
    end
  end
  if not header then
    return nil, "no header"
  end
  return rows, header
end

local function quote(value)
  local text = tostring(value)
  if text:find('[",]') then
    text = '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

--- Writes rows in the order of `columns`.
function csv.write(rows, columns, write)
  write(table.concat(columns, ","), "\n")
  for _, row in ipairs(rows) do
    local fields = {}
    for i, name in ipairs(columns) do
      fields[i] = quote(row[name])
    end
    write(table.concat(fields, ","), "\n")
  end
end

return csv
