--- Two-pass assembler for a 16-bit machine: labels, expressions, macros, data, listing, errors with lines.
local assembler = {}

assembler.opcodes = {
  nop = 0x00, mov = 0x01, add = 0x02, sub = 0x03, mul = 0x04, div = 0x05, ["and"] = 0x06, ["or"] = 0x07, xor = 0x08, shl = 0x09, shr = 0x0A,
  ["not"] = 0x0B, cmp = 0x0C, jmp = 0x0D, jz = 0x0E, jnz = 0x0F, jc = 0x10, jn = 0x11, call = 0x12, ret = 0x13, push = 0x14, pop = 0x15,
  ld = 0x16, st = 0x17, out = 0x18, inp = 0x19, hlt = 0x1A, int = 0x1B, iret = 0x1C, mod = 0x1D, neg = 0x1E, swap = 0x1F,
}
local arity = {
  nop = 0, ret = 0, hlt = 0, iret = 0, ["not"] = 1, neg = 1, jmp = 1, jz = 1, jnz = 1, jc = 1, jn = 1, call = 1, push = 1, pop = 1, out = 1, inp = 1, int = 1, swap = 1,
}
local REGISTERS = { r0 = 0, r1 = 1, r2 = 2, r3 = 3, r4 = 4, r5 = 5, sp = 6, pc = 7 }

local Assembly = {}
Assembly.__index = Assembly

function Assembly:fail(message, ...)
  error(("%s:%d: %s"):format(self.name, self.line, message:format(...)), 0)
end

-- Expressions: precedence climbing over tokens; a label that is not known yet gives nil in the first pass.
local levels = { ["|"] = 1, ["^"] = 2, ["&"] = 3, ["<<"] = 4, [">>"] = 4, ["+"] = 5, ["-"] = 5, ["*"] = 6, ["/"] = 6, ["%"] = 6 }
local apply = {
  ["|"] = function(a, b) return a | b end, ["^"] = function(a, b) return a ~ b end, ["&"] = function(a, b) return a & b end,
  ["<<"] = function(a, b) return a << b end, [">>"] = function(a, b) return a >> b end, ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end, ["*"] = function(a, b) return a * b end, ["/"] = function(a, b) return a // b end, ["%"] = function(a, b) return a % b end,
}

function Assembly:evaluate(text)
  local position = 1
  local function skip() position = text:find("%S", position) or #text + 1 end
  local expression
  local function primary()
    skip()
    local c = text:sub(position, position)
    if c == "(" then
      position = position + 1
      local value = expression(0)
      skip()
      if text:sub(position, position) ~= ")" then self:fail("')' expected in '%s'", text) end
      position = position + 1
      return value
    elseif c == "-" or c == "~" then
      position = position + 1
      local value = primary()
      if value == nil then return nil end
      return c == "-" and -value or ~value
    elseif c == "'" then
      local character = text:match("^'(.)'", position)
      if not character then self:fail("bad character in '%s'", text) end
      position = position + 3
      return character:byte()
    elseif c == "$" then
      position = position + 1
      return self.address
    end
    local number = text:match("^0[xX]%x+", position) or text:match("^0[bB][01]+", position) or text:match("^%d+", position)
    if number then
      position = position + #number
      return number:find("^0[bB]") and tonumber(number:sub(3), 2) or tonumber(number)
    end
    local name = text:match("^%.?[%a_][%w_.]*", position)
    if not name then self:fail("bad expression '%s'", text) end
    position = position + #name
    if name:sub(1, 1) == "." then name = (self.scope or "") .. name end
    local value = self.symbols[name]
    if value == nil and self.pass == 2 then self:fail("unknown symbol '%s'", name) end
    return value
  end
  function expression(limit)
    local left = primary()
    while true do
      skip()
      local operator = text:match("^[<>][<>]", position) or text:sub(position, position)
      local level = levels[operator]
      if not level or level <= limit then return left end
      position = position + #operator
      local right = expression(level)
      if operator == "/" or operator == "%" then
        if right == 0 then self:fail("division by zero in '%s'", text) end
      end
      left = left and right and apply[operator](left, right)
    end
  end
  local value = expression(0)
  skip()
  if position <= #text then self:fail("'%s' after an expression", text:sub(position)) end
  return value
end

local function split(text)
  local list, depth, quote, start = {}, 0, nil, 1
  for i = 1, #text do
    local c = text:sub(i, i)
    if quote then
      if c == quote and text:sub(i - 1, i - 1) ~= "\\" then quote = nil end
    elseif c == '"' then quote = c
    elseif c == "'" and text:sub(i + 2, i + 2) == "'" and text:sub(i - 2, i - 2) ~= "'" then goto continue
    elseif c == "(" or c == "[" then depth = depth + 1
    elseif c == ")" or c == "]" then depth = depth - 1
    elseif c == "," and depth == 0 and not (text:sub(i - 1, i - 1) == "'" and text:sub(i + 1, i + 1) == "'") then
      list[#list + 1] = text:sub(start, i - 1):match("^%s*(.-)%s*$")
      start = i + 1
    end
    ::continue::
  end
  if text:find("%S", start) then list[#list + 1] = text:sub(start):match("^%s*(.-)%s*$") end
  return list
end

-- Operands: mode 0 register, 1 immediate, 2 memory [expression], 3 memory [register + expression]
function Assembly:operand(text)
  local register = REGISTERS[text:lower()]
  if register then return 0, register end
  local inner = text:match("^%[(.*)%]$")
  if not inner then return 1, 0, self:evaluate(text) or 0 end
  local name, offset = inner:match("^%s*(%a%w)%s*([+-].*)$")
  if not name then name = inner:match("^%s*(%a%w)%s*$") end
  if name and REGISTERS[name:lower()] then
    return 3, REGISTERS[name:lower()], offset and self:evaluate("0" .. offset) or 0
  end
  return 2, 0, self:evaluate(inner) or 0
end

function Assembly:emit(...)
  for i = 1, select("#", ...) do
    local word = select(i, ...)
    if self.pass == 2 and (word < -0x8000 or word > 0xFFFF) then self:fail("%d does not fit into 16 bits", word) end
    self.memory[self.address] = word & 0xFFFF
    self.address = self.address + 1
  end
end

local directives = {}
function directives.org(self, arguments) self.address = self:evaluate(arguments[1]) or self:fail("org needs a known value") end
function directives.word(self, arguments) for _, text in ipairs(arguments) do self:emit(self:evaluate(text) or 0) end end
function directives.text(self, arguments)
  for _, text in ipairs(arguments) do
    local body = text:match('^"(.*)"$') or self:fail("a string expected, got %s", text)
    body = body:gsub("\\(.)", { n = "\n", ['"'] = '"', ["\\"] = "\\", t = "\t" })
    for _, code in utf8.codes(body) do self:emit(code & 0xFFFF) end
    self:emit(0)
  end
end
function directives.space(self, arguments) for _ = 1, self:evaluate(arguments[1]) or 0 do self:emit(0) end end

function Assembly:statement(text)
  local name, body = text:match("^([%a_][%w_]*)%s*=%s*(.+)$")
  if name then
    self.symbols[name] = self:evaluate(body)
    return
  end
  local label, rest = text:match("^(%.?[%a_][%w_]*):%s*(.*)$")
  if label then
    if label:sub(1, 1) == "." then label = (self.scope or "") .. label else self.scope = label end
    if self.pass == 1 then
      if self.symbols[label] then self:fail("label '%s' again", label) end
      self.symbols[label] = self.address
    end
    text = rest
  end
  if text == "" then return end
  local word, tail = text:match("^(%S+)%s*(.*)$")
  word = word:lower()
  local arguments = split(tail)
  local macro = self.macros[word]
  if macro then
    if #arguments ~= #macro.parameters then self:fail("macro '%s' takes %d arguments, got %d", word, #macro.parameters, #arguments) end
    self.expansions = self.expansions + 1
    if self.depth > 8 then self:fail("macro '%s' expands itself", word) end
    self.depth = self.depth + 1
    for _, line in ipairs(macro.lines) do
      line = line:gsub("\\(%w+)", function(parameter)
        for i, known in ipairs(macro.parameters) do if known == parameter then return arguments[i] end end
        return parameter == "n" and tostring(self.expansions) or nil
      end)
      self:statement(line)
    end
    self.depth = self.depth - 1
    return
  end
  if word:sub(1, 1) == "." then
    local directive = directives[word:sub(2)] or self:fail("unknown directive '%s'", word)
    return directive(self, arguments)
  end
  local opcode = assembler.opcodes[word]
  if not opcode then self:fail("unknown instruction '%s'", word) end
  local expected = arity[word] or 2
  if #arguments ~= expected then self:fail("'%s' takes %d operands, got %d", word, expected, #arguments) end
  local start, instruction, extra = self.address, opcode, {}
  for i, argument in ipairs(arguments) do
    local mode, register, value = self:operand(argument)
    if i == 1 and mode == 1 and (expected == 2 and word ~= "cmp" or word == "pop" or word == "inp") then
      self:fail("'%s' cannot write to '%s'", word, argument)
    end
    instruction = instruction | (mode << 3 | register) << (i == 1 and 6 or 11)
    if mode > 0 then extra[#extra + 1] = value end
  end
  self:emit(instruction, table.unpack(extra))
  if self.pass == 2 then self.listing[#self.listing + 1] = { start, self.address - 1, self.line, text } end
end

function assembler.assemble(source, name)
  local self = setmetatable({ name = name or "program", symbols = {}, macros = {}, memory = {}, listing = {} }, Assembly)
  for pass = 1, 2 do
    self.pass, self.address, self.line, self.scope, self.expansions, self.depth = pass, 0, 0, nil, 0, 0
    local macro
    for line in (source .. "\n"):gmatch("(.-)\n") do
      self.line = self.line + 1
      local text = line:gsub(";[^\"']*$", ""):match("^%s*(.-)%s*$")
      local definition, parameters = text:match("^%.macro%s+(%w+)%s*(.*)$")
      if definition then
        macro = { lines = {}, parameters = {} }
        for parameter in parameters:gmatch("%w+") do table.insert(macro.parameters, parameter) end
        self.macros[definition] = macro
      elseif text == ".endm" then
        if not macro then self:fail(".endm without .macro") end
        macro = nil
      elseif macro then
        table.insert(macro.lines, text)
      else
        self:statement(text)
      end
    end
    if macro then self:fail("a macro is not closed") end
  end
  return self
end

function Assembly:list()
  local out = {}
  for _, entry in ipairs(self.listing) do
    local words = {}
    for address = entry[1], entry[2] do words[#words + 1] = ("%04X"):format(self.memory[address]) end
    out[#out + 1] = ("%04X  %-15s %3d  %s"):format(entry[1], table.concat(words, " "), entry[3], entry[4])
  end
  return table.concat(out, "\n")
end

return assembler
