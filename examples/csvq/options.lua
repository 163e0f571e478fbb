-- The command line.

local options = {}

options.USAGE = [[
usage: csvq [options] FILE

  -c, --columns A,B    show these columns only
  -w, --where COND     keep rows that fit, as in age>=30 or city=Oslo; may be repeated
  -s, --sort COLUMN    sort by a column, -COLUMN for descending
  -n, --limit N        show at most N rows
  -f, --format FORMAT  table (default) or csv
  -h, --help           show this]]

local SHORT = { c = "columns", w = "where", s = "sort", n = "limit", f = "format", h = "help" }
local FLAGS = { help = true }

local function split(text, separator)
  local parts = {}
  for part in text:gmatch("[^" .. separator .. "]+") do
    table.insert(parts, part)
  end
  return parts
end

-- How the text of an option becomes its value; options that are not listed stay texts.
local convert = {
  columns = function(text)
    return split(text, ",")
  end,
  limit = function(text)
    return math.tointeger(tonumber(text)) or error("--limit wants a whole number", 0)
  end,
  where = function(text)
    local column, operator, value = text:match("^([%w_]+)%s*([<>=~]=?)%s*(.*)$")
    if not column then
      error("--where: cannot read '" .. text .. "'", 0)
    end
    return { column = column, operator = operator, value = tonumber(value) or value }
  end,
}

--- Reads the arguments. Raises a message for the user when they make no sense.
function options.parse(arguments)
  local result = { where = {}, format = "table" }
  local i = 1
  while i <= #arguments do
    local word = arguments[i]
    local name = word:match("^%-%-(%w+)$") or SHORT[word:match("^%-(%w)$") or ""]
    if name then
      if FLAGS[name] then
        result[name] = true
      else
        i = i + 1
        local text = arguments[i] or error("--" .. name .. " wants a value", 0)
        local value = convert[name] and convert[name](text) or text
        if type(result[name]) == "table" then
          table.insert(result[name], value)
        else
          result[name] = value
        end
      end
    elseif word:sub(1, 1) == "-" then
      error("unknown option " .. word, 0)
    else
      result.file = word
    end
    i = i + 1
  end
  return result
end

return options
