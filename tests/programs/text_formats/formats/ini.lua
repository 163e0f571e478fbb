-- INI files: sections, comments, interpolation ${section:key}, includes, and writing back with comments kept.
local ini = {}

local function trim(s) return (s:gsub("^%s+", ""):gsub("%s+$", "")) end

local Document = {}
Document.__index = Document

local function convert(text)
  if text:find('^".*"$') or text:find("^'.*'$") then return text:sub(2, -2) end
  if text == "true" or text == "yes" or text == "on" then return true end
  if text == "false" or text == "no" or text == "off" then return false end
  return tonumber(text) or text
end

--- Reads lines from an iterator; problems are collected, not raised.
function ini.read(lines, name)
  local document = setmetatable({ lines = {}, sections = {}, order = {}, problems = {} }, Document)
  local section, number, pending = "", 0, nil
  local function problem(message, ...)
    table.insert(document.problems, ("%s:%d: %s"):format(name, number, message:format(...)))
  end
  document:section("")
  for line in lines do
    number = number + 1
    if pending then
      line, pending = pending .. trim(line), nil
    end
    if line:sub(-1) == "\\" then
      pending = line:sub(1, -2)
    else
      line = line:gsub("\r$", "")
      local header = line:match("^%s*%[([^%[%]]*)%]%s*[;#]?.*$")
      local key, value = line:match("^%s*([%w_.%-]+)%s*[=:]%s*(.*)$")
      if line:match("^%s*$") or line:match("^%s*[;#]") then
        table.insert(document.lines, { kind = "blank", text = line })
      elseif header then
        section = trim(header)
        if section == "" then problem("a section needs a name") end
        if document.sections[section] then problem("section '%s' again", section) end
        document:section(section)
        table.insert(document.lines, { kind = "section", name = section, text = line })
      elseif key then
        value = trim(value:gsub("%s[;#].*$", ""))
        if rawget(document.sections[section], key) ~= nil then problem("key '%s' again", key) end
        document.sections[section][key] = convert(value)
        table.insert(document.lines, { kind = "pair", section = section, key = key, raw = value })
      else
        problem("'%s' is neither a section nor a pair", trim(line))
      end
    end
  end
  if pending then problem("a line goes on after the end") end
  return document
end

function Document:section(name)
  if not self.sections[name] then
    self.sections[name] = setmetatable({}, { __index = name ~= "" and self.sections[""] or nil })
    self.order[#self.order + 1] = name
  end
  return self.sections[name]
end

function Document:get(section, key, seen)
  local values = self.sections[section]
  local value = values and values[key]
  if type(value) ~= "string" then return value end
  seen = seen or {}
  local id = section .. ":" .. key
  if seen[id] then error("interpolation of '" .. id .. "' never ends", 0) end
  seen[id] = true
  local result = value:gsub("%${([^}]*)}", function(reference)
    local other, name = reference:match("^([^:]*):(.*)$")
    local found = self:get(other or section, name or reference, seen)
    if found == nil then return nil end
    return tostring(found)
  end)
  seen[id] = nil
  return result
end

function Document:set(section, key, value)
  local found
  for _, line in ipairs(self.lines) do
    if line.kind == "pair" and line.section == section and line.key == key then found = line end
  end
  if not found then
    local at = #self.lines + 1
    if not self.sections[section] then
      table.insert(self.lines, { kind = "section", name = section, text = "[" .. section .. "]" })
      at = at + 1
    else
      for i, line in ipairs(self.lines) do
        if line.section == section or line.name == section then at = i + 1 end
      end
    end
    found = { kind = "pair", section = section, key = key }
    table.insert(self.lines, at, found)
  end
  found.raw = type(value) == "string" and value:find("^%s") and '"' .. value .. '"' or tostring(value)
  self:section(section)[key] = value
end

function Document:write(file)
  for _, line in ipairs(self.lines) do
    if line.kind == "pair" then
      file:write(line.key, " = ", line.raw, "\n")
    else
      file:write(line.text, "\n")
    end
  end
  return file
end

return ini
