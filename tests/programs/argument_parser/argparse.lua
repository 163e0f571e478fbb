--- Command lines: options, positionals, subcommands, usage and help texts.
local argparse = {}

local function wrap(text, width, indent)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if #line > 0 and #line + 1 + #word > width then
      lines[#lines + 1] = line
      line = word
    else
      line = #line > 0 and line .. " " .. word or word
    end
  end
  if #line > 0 then lines[#lines + 1] = line end
  return table.concat(lines, "\n" .. (indent or ""))
end
argparse.wrap = wrap

-- Levenshtein, for "did you mean"
local function distance(a, b)
  local previous = {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local current = { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      current[j] = math.min(current[j - 1] + 1, previous[j] + 1, previous[j - 1] + cost)
    end
    previous = current
  end
  return previous[#b]
end

local function suggestion(name, candidates)
  local best, least = nil, math.max(2, #name // 3) + 1
  for _, candidate in ipairs(candidates) do
    local d = distance(name, candidate)
    if d < least then best, least = candidate, d end
  end
  return best and (" (did you mean '%s'?)"):format(best) or ""
end

-- Elements -------------------------------------------------------------------------------------

local function chain(prototype, names)
  -- Every property has a method that sets it and returns the element: option("-o"):count("*").
  for name in names:gmatch("%S+") do
    prototype[name] = function(self, value)
      if value == nil then value = true end
      self["_" .. name] = value
      return self
    end
  end
  return prototype
end

local Element = chain({}, "description default convert choices metavar hidden target required overwrite")
Element.__index = Element

local function count_range(spec)
  if math.type(spec) == "integer" then return spec, spec end
  if spec == "*" then return 0, math.huge end
  if spec == "+" then return 1, math.huge end
  if spec == "?" then return 0, 1 end
  local low, high = tostring(spec):match("^(%d+)%-(%d*)$")
  if not low then error(("bad count '%s'"):format(tostring(spec)), 3) end
  return tonumber(low), tonumber(high) or math.huge
end

function Element:arguments(spec)
  self._low, self._high = count_range(spec)
  return self
end

function Element:action(f)
  self._action = f
  return self
end

function Element:key()
  return self._target or self.long_name:gsub("^%-+", ""):gsub("%-", "_") .. ""
end

function Element:placeholder()
  return self._metavar or "<" .. self:key() .. ">"
end

function Element:usage_arguments()
  local word, out = self:placeholder(), {}
  for _ = 1, self._low do out[#out + 1] = word end
  if self._high == math.huge then
    out[#out + 1] = self._low == 0 and "[" .. word .. "] ..." or "..."
  else
    for _ = self._low + 1, self._high do out[#out + 1] = "[" .. word .. "]" end
  end
  return table.concat(out, " ")
end

function Element:value(text, parser)
  if self._choices then
    local found = false
    for _, choice in ipairs(self._choices) do found = found or choice == text end
    if not found then
      parser:fail("argument for %s must be one of '%s'%s", self:label(), table.concat(self._choices, "', '"),
        suggestion(text, self._choices))
    end
  end
  local convert = self._convert
  if not convert then return text end
  local value, problem
  if type(convert) == "table" then value = convert[text] else value, problem = convert(text) end
  if value == nil then
    parser:fail("malformed argument '%s' for %s%s", text, self:label(), problem and ": " .. problem or "")
  end
  return value
end

function Element:label() return "'" .. self.long_name .. "'" end

local function new_element(kind, names, description)
  local element = setmetatable({ kind = kind, names = {}, _description = description, _low = 1, _high = 1 }, Element)
  for name in names:gmatch("%S+") do
    element.names[#element.names + 1] = name
    if not element.long_name or #name > #element.long_name then element.long_name = name end
  end
  return element
end

-- Parsers ----------------------------------------------------------------------------------------

local Parser = chain({}, "description epilog version require_command")
Parser.__index = Parser

function argparse.new(name, description)
  local parser = setmetatable({
    name = name, _description = description, options = {}, positionals = {}, commands = {}, by_name = {}, width = 60,
  }, Parser)
  parser:flag("-h --help", "Show this help."):action(function(p) error({ help = p:help() }, 0) end)
  return parser
end

local function add_option(self, element)
  self.options[#self.options + 1] = element
  for _, name in ipairs(element.names) do
    if self.by_name[name] then error(("option '%s' is defined twice"):format(name), 3) end
    self.by_name[name] = element
  end
  return element
end

function Parser:flag(names, description)
  return add_option(self, new_element("flag", names, description):arguments(0))
end

function Parser:option(names, description)
  return add_option(self, new_element("option", names, description))
end

function Parser:argument(name, description)
  local element = new_element("argument", name, description)
  table.insert(self.positionals, element)
  return element
end

function Parser:command(names, description)
  local command = argparse.new(names:match("%S+"), description)
  command.parent = self
  command.aliases = {}
  for name in names:gmatch("%S+") do
    table.insert(command.aliases, name)
    self.commands[name] = command
  end
  self.commands[#self.commands + 1] = command
  return command
end

function Parser:path()
  return self.parent and self.parent:path() .. " " .. self.name or self.name
end

function Parser:fail(message, ...)
  error({ usage = self:usage(), message = message:format(...) }, 0)
end

function Parser:usage()
  local parts = {}
  for _, option in ipairs(self.options) do
    if not option._hidden then
      local text = option.names[1]
      local arguments = option:usage_arguments()
      if arguments ~= "" then text = text .. " " .. arguments end
      parts[#parts + 1] = option._required and text or "[" .. text .. "]"
    end
  end
  for _, positional in ipairs(self.positionals) do parts[#parts + 1] = positional:usage_arguments() end
  if #self.commands > 0 then parts[#parts + 1] = "<command> ..." end
  local prefix = "Usage: " .. self:path() .. " "
  -- A unit is not broken: its spaces are hidden from the wrapping.
  for i, part in ipairs(parts) do parts[i] = part:gsub(" ", "\1") end
  local text = wrap(table.concat(parts, " "), self.width - #prefix, (" "):rep(#prefix))
  return prefix .. text:gsub("\1", " ")
end

local function section(out, title, rows, width)
  if #rows == 0 then return end
  out[#out + 1] = title .. ":"
  local column = 0
  for _, row in ipairs(rows) do column = math.max(column, math.min(#row[1], 20)) end
  for _, row in ipairs(rows) do
    local left, right = row[1], wrap(row[2] or "", width - column - 4, (" "):rep(column + 4))
    if #left > column and right ~= "" then
      out[#out + 1] = "  " .. left .. "\n" .. (" "):rep(column + 4) .. right
    else
      out[#out + 1] = (("  %-" .. column .. "s  %s"):format(left, right):gsub("%s+$", ""))
    end
  end
  out[#out + 1] = ""
end

function Parser:help()
  local out = { self:usage(), "" }
  if self._description then
    out[#out + 1] = wrap(self._description, self.width)
    out[#out + 1] = ""
  end
  local rows = {}
  for _, positional in ipairs(self.positionals) do
    rows[#rows + 1] = { positional.long_name, positional._description }
  end
  section(out, "Arguments", rows, self.width)
  rows = {}
  for _, option in ipairs(self.options) do
    if not option._hidden then
      local left = table.concat(option.names, ", ")
      local arguments = option:usage_arguments()
      if arguments ~= "" then left = left .. " " .. arguments end
      local right = option._description or ""
      if option._default ~= nil then right = ("%s (default: %s)"):format(right, tostring(option._default)) end
      rows[#rows + 1] = { left, right }
    end
  end
  section(out, "Options", rows, self.width)
  rows = {}
  for _, command in ipairs(self.commands) do
    rows[#rows + 1] = { table.concat(command.aliases, ", "), command._description }
  end
  section(out, "Commands", rows, self.width)
  if self._epilog then out[#out + 1] = wrap(self._epilog, self.width) .. "\n" end
  return (table.concat(out, "\n"):gsub("\n+$", "\n"))
end

-- Parsing ----------------------------------------------------------------------------------------

local Result = { __index = {} }

local function store(parser, result, element, values, given)
  if element._action and given then return element._action(parser, result, values) end
  local key = element:key()
  if element.kind == "flag" then
    result[key] = type(element._overwrite) == "number" and (result[key] or 0) + 1 or true
  elseif element._high == 1 then
    local value = values[1]
    if value == nil then value = true end
    if element._overwrite == "append" then
      result[key] = result[key] or {}
      table.insert(result[key], value)
    else
      if given and rawget(result, "_seen")[key] and element._overwrite ~= true then
        parser:fail("option %s must be used at most 1 time", element:label())
      end
      result[key] = value
    end
  else
    result[key] = values
  end
  result._seen[key] = true
end

function Parser:parse(arguments)
  local result = setmetatable({ _seen = {} }, Result)
  local ok, problem = pcall(self.parse_into, self, table.pack(table.unpack(arguments)), 1, result)
  if ok then
    result._seen = nil
    return result
  end
  if type(problem) ~= "table" then error(problem, 0) end
  return nil, problem
end

function Parser:find_option(name)
  local element = self.by_name[name]
  local parser = self
  while not element and parser.parent do
    parser = parser.parent
    element = parser.by_name[name]
  end
  if element then return element end
  if name:sub(1, 2) == "--" then
    local matches = {}
    for known in pairs(self.by_name) do
      if known:sub(1, #name) == name then matches[#matches + 1] = known end
    end
    if #matches == 1 then return self.by_name[matches[1]] end
    table.sort(matches)
    if #matches > 1 then self:fail("ambiguous option '%s': %s", name, table.concat(matches, ", ")) end
  end
  local names = {}
  for known in pairs(self.by_name) do names[#names + 1] = known end
  table.sort(names)
  self:fail("unknown option '%s'%s", name, #name > 2 and suggestion(name, names) or "")
end

function Parser:parse_into(list, index, result)
  local rest, only_positionals = {}, false
  local function take(element, inline)
    local values = {}
    if inline then
      if element._high == 0 then self:fail("option %s does not take an argument", element:label()) end
      values[1] = element:value(inline, self)
    else
      while #values < element._high and index <= #list and (not list[index]:find("^%-.") or tonumber(list[index])) do
        if #values >= element._low and #self.positionals > 0 and element._high ~= math.huge then break end
        values[#values + 1] = element:value(list[index], self)
        index = index + 1
      end
    end
    if #values < element._low then
      self:fail("option %s requires %s%d argument%s", element:label(), element._high > element._low and "at least " or "",
        element._low, element._low == 1 and "" or "s")
    end
    store(self, result, element, values, true)
  end
  while index <= #list do
    local word = list[index]
    index = index + 1
    if only_positionals or not word:find("^%-.") or (tonumber(word) and not self.by_name[word:sub(1, 2)]) then
      local command = self.commands[word]
      if #self.commands > 0 and not only_positionals and #rest == #self.positionals then
        if not command then
          local names = {}
          for _, known in ipairs(self.commands) do names[#names + 1] = known.name end
          self:fail("unknown command '%s'%s", word, suggestion(word, names))
        end
        result.command = command.name
        command:parse_into(list, index, result)
        index = #list + 1
      else
        rest[#rest + 1] = word
      end
    elseif word == "--" then
      only_positionals = true
    elseif word:sub(1, 2) == "--" then
      local name, inline = word:match("^(%-%-[^=]+)=(.*)$")
      take(self:find_option(name or word), inline)
    else
      local position = 2
      while position <= #word do
        local element = self:find_option("-" .. word:sub(position, position))
        position = position + 1
        if element._high > 0 and position <= #word then
          take(element, (word:sub(position):gsub("^=", "")))
          break
        end
        take(element)
      end
    end
  end
  self:distribute(rest, result)
  for _, option in ipairs(self.options) do
    local key = option:key()
    if not result._seen[key] then
      if option._default ~= nil then
        result[key] = option._default
      elseif option._required then
        self:fail("missing option %s", option:label())
      end
    end
  end
  if self._require_command and not result.command then self:fail("a command is required") end
end

function Parser:distribute(rest, result)
  local minimum = 0
  for _, positional in ipairs(self.positionals) do minimum = minimum + positional._low end
  local spare, at = #rest - minimum, 1
  for _, positional in ipairs(self.positionals) do
    local extra = math.max(0, math.min(spare, positional._high - positional._low))
    local values = {}
    for _ = 1, positional._low + extra do
      if at > #rest then self:fail("missing argument %s", positional:label()) end
      values[#values + 1] = positional:value(rest[at], self)
      at = at + 1
    end
    spare = spare - extra
    if #values > 0 or positional._high == math.huge then
      store(self, result, positional, values)
    elseif positional._default ~= nil then
      result[positional:key()] = positional._default
    end
  end
  if at <= #rest then self:fail("too many arguments: '%s'", rest[at]) end
end

return argparse
