-- Reads settings in INI form into tables.

---@alias Value string|number|boolean|string[]
---@alias Section table<string, Value>

local reader = {}

--- What a text on the right of `=` means.
---@param text string
---@return Value
local function convert(text)
  if text == "true" or text == "yes" or text == "on" then
    return true
  elseif text == "false" or text == "no" or text == "off" then
    return false
  end
  local quoted = text:match('^"(.*)"$')
  if quoted then
    return quoted
  end
  local list = text:match("^%[(.*)%]$")
  if list then
    ---@type string[]
    local items = {}
    for item in list:gmatch("[^,%s]+") do
      items[#items + 1] = item
    end
    return items
  end
  return tonumber(text) or text
end

--- Reads a text. Keys before the first section belong to the section `main`.
---@param text string
---@param name string for messages
---@return table<string, Section>? sections
---@return string? problem
function reader.read(text, name)
  ---@type table<string, Section>
  local sections = { main = {} }
  local current = "main"
  local number = 0
  for line in text:gmatch("([^\n]*)\n?") do
    number = number + 1
    line = line:gsub("%s*[;#].*$", ""):match("^%s*(.-)%s*$")
    if line ~= "" then
      local section = line:match("^%[([%w._]+)%]$")
      local key, value = line:match("^([%w_]+)%s*=%s*(.*)$")
      if section then
        current = section
        sections[current] = sections[current] or {}
      elseif key then
        sections[current][key] = convert(value)
      else
        return nil, ("%s:%d: cannot read '%s'"):format(name, number, line)
      end
    end
  end
  return sections
end

return reader
