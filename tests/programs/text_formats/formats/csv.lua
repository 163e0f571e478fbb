-- CSV (RFC 4180) with a reader that goes on over lines, dialects, headers and types.
local csv = {}

local quote_magic = "[%^%$%(%)%%%.%[%]%*%+%-%?]"

--- for record, line in csv.records(lines, options) do … end
function csv.records(lines, options)
  options = options or {}
  local separator = options.separator or ","
  local escaped = separator:gsub(quote_magic, "%%%0")
  local plain = "^([^" .. escaped .. '"]*)(' .. escaped .. "?)()"
  local number = 0
  local header
  local function record()
    local line = lines()
    if not line then return nil end
    number = number + 1
    local first = number
    local fields, at = {}, 1
    line = line:gsub("\r$", "")
    while true do
      local c = line:sub(at, at)
      if c == '"' then
        local parts = {}
        at = at + 1
        while true do
          local stop = line:find('"', at, true)
          while not stop do
            parts[#parts + 1] = line:sub(at) .. "\n"
            line, at = lines(), 1
            if not line then error(("line %d: a quoted field is not closed"):format(first), 0) end
            number = number + 1
            stop = line:find('"', at, true)
          end
          parts[#parts + 1] = line:sub(at, stop - 1)
          if line:sub(stop + 1, stop + 1) ~= '"' then
            at = stop + 1
            break
          end
          parts[#parts + 1] = '"'
          at = stop + 2
        end
        fields[#fields + 1] = table.concat(parts)
        c = line:sub(at, at)
        if c == "" then break end
        if c ~= separator then error(("line %d: '%s' after a quoted field"):format(number, c), 0) end
        at = at + 1
      else
        local text, mark, after = line:match(plain, at)
        if line:sub(after, after) == '"' and mark == "" then
          error(("line %d: a quote inside a field, column %d"):format(number, after), 0)
        end
        fields[#fields + 1] = text
        at = after
        if mark == "" then break end
      end
    end
    return fields, first
  end
  if options.header then header = record() end
  return function()
    local fields, line
    repeat
      fields, line = record()
      if not fields then return nil end
    until not (options.skip_empty and #fields == 1 and fields[1] == "")
    if options.convert then
      for i, field in ipairs(fields) do fields[i] = options.convert(field, header and header[i] or i) end
    end
    if header then
      if #fields ~= #header then
        error(("line %d: %d fields where the header has %d"):format(line, #fields, #header), 0)
      end
      local named = {}
      for i, name in ipairs(header) do named[name] = fields[i] end
      fields = named
    end
    return fields, line
  end, header
end

function csv.line(fields, n, separator)
  separator = separator or ","
  local out = {}
  for i = 1, n or #fields do
    local text = fields[i] == nil and "" or tostring(fields[i])
    if text:find('[\n\r"]') or text:find(separator, 1, true) or text:find("^%s") then
      text = '"' .. text:gsub('"', '""') .. '"'
    end
    out[i] = text
  end
  return table.concat(out, separator)
end

return csv
