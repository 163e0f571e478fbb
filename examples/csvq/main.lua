-- csvq: asks questions of a CSV file.
--
--   csvq people.csv --where "age>=30" --sort -age --columns name,age

local csv = require("csv")
local options = require("options")
local query = require("query")

-- Columns as wide as their widest value, numbers to the right.
local function print_table(rows, columns)
  local widths = {}
  for i, name in ipairs(columns) do
    widths[i] = #name
    for _, row in ipairs(rows) do
      widths[i] = math.max(widths[i], #tostring(row[name]))
    end
  end

  local function line(cell)
    local cells = {}
    for i, name in ipairs(columns) do
      local value = cell(name)
      local pad = (" "):rep(widths[i] - #tostring(value))
      cells[i] = type(value) == "number" and pad .. value or value .. pad
    end
    print((table.concat(cells, "  "):gsub("%s+$", "")))
  end

  line(function(name) return name end)
  line(function(name) return ("-"):rep(#name) end)
  for _, row in ipairs(rows) do
    line(function(name) return row[name] end)
  end
  print(("%d row%s"):format(#rows, #rows == 1 and "" or "s"))
end

local function run(settings)
  local file = assert(io.open(settings.file, "r"))
  local rows, header = csv.read(file:lines())
  file:close()
  if not rows then
    error(settings.file .. ": " .. header, 0)
  end

  local known = {}
  for _, name in ipairs(header) do
    known[name] = true
  end
  local columns = settings.columns or header
  for _, name in ipairs(columns) do
    if not known[name] then
      error("no column " .. name, 0)
    end
  end

  rows = query.filter(rows, settings.where)
  if settings.sort then
    query.sort(rows, settings.sort)
  end
  if settings.limit then
    query.limit(rows, settings.limit)
  end

  if settings.format == "csv" then
    csv.write(rows, columns, io.write)
  else
    print_table(rows, columns)
  end
end

local ok, problem = pcall(function()
  local settings = options.parse(arg)
  if settings.help then
    print(options.USAGE)
  elseif not settings.file then
    error("no file given\n" .. options.USAGE, 0)
  else
    run(settings)
  end
end)
if not ok then
  io.stderr:write("csvq: ", tostring(problem), "\n")
  os.exit(1)
end
