-- The library: compiled patterns are cached, matches know their groups by number and name.

local machine = require("machine")

local Match = {}

function Match:__index(key)
  local number = math.type(key) == "integer" and key or rawget(self, "names")[key]
  if number then
    local first, last = self.saved[2 * number], self.saved[2 * number + 1]
    return first and last and self.text:sub(first, last - 1)
  end
  return Match[key]
end

function Match:__tostring() return self[0] end
function Match:__len() return self.saved[1] - self.saved[0] end
function Match:span(group)
  group = group or 0
  return self.saved[2 * group], self.saved[2 * group + 1] - 1
end

local Regex = {}
Regex.__index = Regex

local cache, order = {}, {}
local LIMIT = 8

local function compiled(pattern)
  local found = cache[pattern]
  if found then return found end
  local code, groups, names = machine.assemble(pattern)
  found = setmetatable({ pattern = pattern, code = code, groups = groups, names = names, steps = 0 }, Regex)
  if #order >= LIMIT then cache[table.remove(order, 1)] = nil end
  order[#order + 1] = pattern
  cache[pattern] = found
  return found
end

function Regex:exec(text, from)
  local saved = machine.run(self.code, text, from or 1, self)
  return saved and setmetatable({ text = text, saved = saved, names = self.names, groups = self.groups }, Match)
end

function Regex:all(text)
  return coroutine.wrap(function()
    local at = 1
    while at <= #text + 1 do
      local match = self:exec(text, at)
      if not match then return end
      coroutine.yield(match)
      local first, last = match:span()
      at = last < first and first + 1 or last + 1
    end
  end)
end

function Regex:replace(text, replacement)
  local parts, at, count = {}, 1, 0
  for match in self:all(text) do
    local first, last = match:span()
    parts[#parts + 1] = text:sub(at, first - 1)
    local with
    if type(replacement) == "function" then
      with = replacement(match)
    elseif type(replacement) == "table" then
      with = replacement[match[1] or match[0]]
    else
      with = replacement:gsub("%$(%w+)", function(name) return match[tonumber(name) or name] or "" end)
    end
    parts[#parts + 1] = with or match[0]
    at = last + 1
    count = count + 1
  end
  parts[#parts + 1] = text:sub(at)
  return table.concat(parts), count
end

function Regex:split(text)
  local parts, at = {}, 1
  for match in self:all(text) do
    local first, last = match:span()
    if last >= first then
      parts[#parts + 1] = text:sub(at, first - 1)
      at = last + 1
    end
  end
  parts[#parts + 1] = text:sub(at)
  return parts
end

return setmetatable({ compile = compiled, cached = order }, {
  __call = function(_, pattern, text) return compiled(pattern):exec(text) end,
})
