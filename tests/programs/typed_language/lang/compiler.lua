-- From trees to bytecode: a prototype has code (opcode, a, b triples), constants and prototypes.
local OPCODES = {
  "CONST", "UNIT", "GET_LOCAL", "SET_LOCAL", "GET_UPVALUE", "GET_GLOBAL", "SET_GLOBAL", "POP", "CLOSURE", "CALL", "TAIL_CALL", "RETURN",
  "JUMP", "JUMP_IF_FALSE", "JUMP_KEEP_FALSE", "JUMP_KEEP_TRUE", "BINARY", "NEGATE", "NOT", "TUPLE", "LIST", "CONS", "VARIANT", "FIELD",
  "TEST_VARIANT", "TEST_CONSTANT", "TEST_EMPTY", "HEAD", "TAIL", "FAIL",
}
local OP = {}
for i, name in ipairs(OPCODES) do OP[name] = i end

local Compiler = {}
Compiler.__index = Compiler

local function function_state(outer, name)
  return setmetatable({
    outer = outer, name = name, code = {}, lines = {}, constants = {}, prototypes = {}, upvalues = {}, locals = {}, slots = 0, most = 0, constant_index = {},
  }, Compiler)
end

function Compiler:emit(op, a, b, at)
  local code = self.code
  code[#code + 1] = OP[op] | (a or 0) << 8 | (b or 0) << 32
  self.lines[#code] = at and at.line or self.lines[#code - 1] or 0
  return #code
end

function Compiler:patch(at, target)
  self.code[at] = self.code[at] & ~(0xffffff << 8) | (target or #self.code + 1) << 8
end

function Compiler:constant(value)
  local key = math.type(value) == "float" and ("float %a"):format(value) or value
  local index = self.constant_index[key]
  if not index then
    index = #self.constants + 1
    self.constants[index] = value
    self.constant_index[key] = index
  end
  return index
end

function Compiler:local_slot(name)
  self.slots = self.slots + 1
  self.most = math.max(self.most, self.slots)
  self.locals[#self.locals + 1] = { name = name, slot = self.slots }
  return self.slots
end

function Compiler:scope(f)
  local count, slots = #self.locals, self.slots
  f()
  for i = #self.locals, count + 1, -1 do self.locals[i] = nil end
  self.slots = slots
end

function Compiler:find_local(name)
  for i = #self.locals, 1, -1 do
    if self.locals[i].name == name then return self.locals[i].slot end
  end
  return nil
end

function Compiler:find_upvalue(name)
  for i, upvalue in ipairs(self.upvalues) do if upvalue.name == name then return i end end
  if not self.outer then return nil end
  local slot = self.outer:find_local(name)
  local index = not slot and self.outer:find_upvalue(name)
  if not slot and not index then return nil end
  self.upvalues[#self.upvalues + 1] = { name = name, from_local = slot ~= nil, index = slot or index }
  return #self.upvalues
end

local emitters = {}

function Compiler:expression(e, tail) return emitters[e.kind](self, e, tail) end

function emitters.literal(self, e)
  if e.type == "unit" then self:emit("UNIT", 0, 0, e.at) else self:emit("CONST", self:constant(e.value), 0, e.at) end
end
function emitters.name(self, e)
  local slot = self:find_local(e.name)
  if slot then return self:emit("GET_LOCAL", slot, 0, e.at) end
  local index = self:find_upvalue(e.name)
  if index then return self:emit("GET_UPVALUE", index, 0, e.at) end
  return self:emit("GET_GLOBAL", self:constant(e.name), 0, e.at)
end
emitters["function"] = function(self, e)
  local inner = function_state(self, e.name or "fn@" .. e.at.line)
  local patterns = {}
  for _, parameter in ipairs(e.parameters) do
    if parameter.kind == "bind" then
      inner:local_slot(parameter.name)
    else
      patterns[#patterns + 1] = { parameter, inner:local_slot("(parameter)") }
    end
  end
  for _, pair in ipairs(patterns) do
    local failures = {}
    inner:pattern(pair[1], pair[2], failures)
    if #failures > 0 then
      local over = inner:emit("JUMP")
      for _, at in ipairs(failures) do inner:patch(at) end
      inner:emit("FAIL", 0, 0, pair[1].at)
      inner:patch(over)
    end
  end
  inner.arity = math.max(#e.parameters, 1)
  if #e.parameters == 0 then inner:local_slot("(unit)") end
  inner:expression(e.body, true)
  inner:emit("RETURN")
  self.prototypes[#self.prototypes + 1] = inner
  self:emit("CLOSURE", #self.prototypes, 0, e.at)
end
function emitters.call(self, e, tail)
  self:expression(e.callee)
  for _, argument in ipairs(e.arguments) do self:expression(argument) end
  if #e.arguments == 0 then self:emit("UNIT") end
  self:emit(tail and "TAIL_CALL" or "CALL", math.max(#e.arguments, 1), 0, e.at)
end
emitters["if"] = function(self, e, tail)
  self:expression(e.condition)
  local to_else = self:emit("JUMP_IF_FALSE", 0, 0, e.at)
  self:expression(e.yes, tail)
  local to_end = self:emit("JUMP")
  self:patch(to_else)
  self:expression(e.no, tail)
  self:patch(to_end)
end
function emitters.sequence(self, e, tail)
  for i, item in ipairs(e.items) do
    local last = i == #e.items
    self:expression(item, tail and last)
    if not last then self:emit("POP") end
  end
end
function emitters.tuple(self, e)
  for _, item in ipairs(e.items) do self:expression(item) end
  self:emit("TUPLE", #e.items, 0, e.at)
end
function emitters.list(self, e)
  for _, item in ipairs(e.items) do self:expression(item) end
  self:emit("LIST", #e.items, 0, e.at)
end
function emitters.construct(self, e)
  for _, argument in ipairs(e.arguments) do self:expression(argument) end
  self:emit("VARIANT", self:constant(e.name), #e.arguments, e.at)
end
function emitters.unary(self, e)
  self:expression(e.operand)
  self:emit(e.operator == "-" and "NEGATE" or "NOT", 0, 0, e.at)
end
function emitters.binary(self, e, tail)
  local operator = e.operator
  if operator == "and" or operator == "or" then
    self:expression(e.left)
    local jump = self:emit(operator == "and" and "JUMP_KEEP_FALSE" or "JUMP_KEEP_TRUE", 0, 0, e.at)
    self:expression(e.right, tail)
    return self:patch(jump)
  elseif operator == "|>" then
    self:expression(e.right)
    self:expression(e.left)
    return self:emit(tail and "TAIL_CALL" or "CALL", 1, 0, e.at)
  end
  self:expression(e.left)
  self:expression(e.right)
  if operator == "::" then return self:emit("CONS", 0, 0, e.at) end
  return self:emit("BINARY", self:constant(operator), 0, e.at)
end
function emitters.let(self, e, tail)
  self:scope(function()
    if e.recursive then
      -- The slot exists before the closure: the closure takes the cell, not the value.
      local slot = self:local_slot(e.target.name)
      e.value.name = e.target.name
      self:expression(e.value)
      self:emit("SET_LOCAL", slot)
    elseif e.target.kind == "bind" then
      if e.value.kind == "function" then e.value.name = e.target.name end
      self:expression(e.value)
      self:emit("SET_LOCAL", self:local_slot(e.target.name))
    else
      self:expression(e.value)
      local slot = self:local_slot("(value)")
      self:emit("SET_LOCAL", slot)
      local failures = {}
      self:pattern(e.target, slot, failures)
      self:fail_unless(failures, e.at)
    end
    self:expression(e.body, tail)
  end)
end
function Compiler:fail_unless(failures, at)
  if #failures == 0 then return end
  local over = self:emit("JUMP")
  for _, failure in ipairs(failures) do self:patch(failure) end
  self:emit("FAIL", 0, 0, at)
  self:patch(over)
end
function emitters.match(self, e, tail)
  self:scope(function()
    self:expression(e.subject)
    local slot = self:local_slot("(subject)")
    self:emit("SET_LOCAL", slot)
    local ends = {}
    for _, case in ipairs(e.cases) do
      self:scope(function()
        local failures = {}
        self:pattern(case.target, slot, failures)
        if case.guard then
          self:expression(case.guard)
          failures[#failures + 1] = self:emit("JUMP_IF_FALSE")
        end
        self:expression(case.body, tail)
        ends[#ends + 1] = self:emit("JUMP")
        for _, failure in ipairs(failures) do self:patch(failure) end
      end)
    end
    self:emit("FAIL", 0, 0, e.at)
    for _, jump in ipairs(ends) do self:patch(jump) end
  end)
end

-- A pattern against a slot; failures collects the jumps that are taken when it does not match.
function Compiler:pattern(p, slot, failures)
  local kind = p.kind
  local function test(op, a, b)
    self:emit("GET_LOCAL", slot, 0, p.at)
    self:emit(op, a, b, p.at)
    failures[#failures + 1] = self:emit("JUMP_IF_FALSE")
  end
  local function part(op, a, inner)
    if inner.kind == "any" then return end
    self:emit("GET_LOCAL", slot, 0, p.at)
    self:emit(op, a, 0, p.at)
    local new = self:local_slot(inner.kind == "bind" and inner.name or "(part)")
    self:emit("SET_LOCAL", new)
    if inner.kind ~= "bind" then self:pattern(inner, new, failures) end
  end
  if kind == "bind" then
    self:emit("GET_LOCAL", slot, 0, p.at)
    self:emit("SET_LOCAL", self:local_slot(p.name))
  elseif kind == "constant" then
    test("TEST_CONSTANT", self:constant(p.value))
  elseif kind == "empty" then
    test("TEST_EMPTY", 1)
  elseif kind == "cons" then
    test("TEST_EMPTY", 0)
    part("HEAD", 0, p.head)
    part("TAIL", 0, p.tail)
  elseif kind == "tuple" then
    for i, item in ipairs(p.items) do part("FIELD", i, item) end
  elseif kind == "variant" then
    test("TEST_VARIANT", self:constant(p.name))
    for i, argument in ipairs(p.arguments) do part("FIELD", i, argument) end
  end
end

--- The prototype of one declaration, which leaves a value.
local function compile(d)
  local state = function_state(nil, "main")
  state.arity = 0
  if d.kind == "expression" then
    state:expression(d.value)
  elseif d.target.kind == "bind" then
    if d.value.kind == "function" then d.value.name = d.target.name end
    state:expression(d.value)
    state:emit("SET_GLOBAL", state:constant(d.target.name), 0, d.at)
  else
    state:expression(d.value)
    local slot, failures = state:local_slot("(value)"), {}
    state:emit("SET_LOCAL", slot)
    state:pattern(d.target, slot, failures)
    state:fail_unless(failures, d.at)
    for _, variable in ipairs(state.locals) do
      if variable.name:find("^%a") then
        state:emit("GET_LOCAL", variable.slot)
        state:emit("SET_GLOBAL", state:constant(variable.name))
        state:emit("POP")
      end
    end
    state:emit("GET_LOCAL", slot)
  end
  state:emit("RETURN")
  return state
end

local function disassemble(prototype, out, indent)
  out, indent = out or {}, indent or ""
  out[#out + 1] = ("%sfunction %s/%d, %d slots, %d upvalues"):format(indent, prototype.name, prototype.arity, prototype.most, #prototype.upvalues)
  for at, word in ipairs(prototype.code) do
    local op, a, b = OPCODES[word & 0xff], word >> 8 & 0xffffff, word >> 32
    local extra = ""
    if op == "CONST" or op == "GET_GLOBAL" or op == "SET_GLOBAL" or op == "BINARY" or op == "VARIANT" or op == "TEST_VARIANT" or op == "TEST_CONSTANT" then
      extra = "; " .. tostring(prototype.constants[a])
    end
    out[#out + 1] = (("%s  %3d [%d] %-15s %d %d %s"):format(indent, at, prototype.lines[at], op, a, b, extra):gsub("%s+$", ""))
  end
  for _, inner in ipairs(prototype.prototypes) do disassemble(inner, out, indent .. "  ") end
  return out
end

return { compile = compile, disassemble = disassemble, OP = OP, OPCODES = OPCODES }
