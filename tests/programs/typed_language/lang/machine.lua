-- The virtual machine: frames in a table, no recursion in Lua for calls of the language.
local compiler = require("lang.compiler")
local OP = compiler.OP

local Closure = { __name = "closure", __tostring = function(self) return "<" .. self.prototype.name .. ">" end }
local Variant = { __name = "variant" }
local Tuple = { __name = "tuple" }
local Cons = { __name = "list" }
local EMPTY = setmetatable({}, Cons)
local UNIT = setmetatable({}, { __name = "unit", __tostring = function() return "()" end })

local function show(value)
  local meta = getmetatable(value)
  if type(value) == "string" then return (("%q"):format(value):gsub("\\\n", "\\n")) end
  if meta == Cons then
    local out = {}
    while value ~= EMPTY do
      out[#out + 1] = show(value[1])
      value = value[2]
    end
    return "[" .. table.concat(out, ", ") .. "]"
  elseif meta == Tuple or meta == Variant then
    local out = {}
    for i = 1, #value do out[i] = show(value[i]) end
    local inner = "(" .. table.concat(out, ", ") .. ")"
    if meta == Tuple then return inner end
    return #value > 0 and value.name .. inner or value.name
  end
  return tostring(value)
end

local function equal(a, b)
  local meta = getmetatable(a)
  if meta ~= Cons and meta ~= Tuple and meta ~= Variant then return a == b end
  if meta ~= getmetatable(b) or a.name ~= b.name or #a ~= #b then return false end
  for i = 1, #a do if not equal(a[i], b[i]) then return false end end
  return true
end

local Machine = {}
Machine.__index = Machine

local function new(globals, limit)
  return setmetatable({ globals = globals, limit = limit or 200, steps = 0, deepest = 0 }, Machine)
end

local binary = {
  ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end, ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b)
    if math.type(a) == "float" then return a / b end
    return a // b
  end,
  ["%"] = function(a, b) return a % b end, ["++"] = function(a, b) return a .. b end,
  ["=="] = equal, ["!="] = function(a, b) return not equal(a, b) end,
  ["<"] = function(a, b) return a < b end, [">"] = function(a, b) return b < a end,
  ["<="] = function(a, b) return a <= b end, [">="] = function(a, b) return b <= a end,
}

local Failure = { __name = "failure" }
Failure.__tostring = function(self)
  return self.message .. "\n" .. table.concat(self.trace, "\n")
end

function Machine:run(prototype)
  local frames, depth = {}, 0
  local stack, top = {}, 0
  local frame, code, constants, cells, pc

  local function enter(closure, base)
    depth = depth + 1
    if depth > self.limit then error("the stack is full", 0) end
    if depth > self.deepest then self.deepest = depth end
    cells = {}
    for i = 1, closure.prototype.most do cells[i] = { i <= closure.prototype.arity and stack[base + i] or nil } end
    top = base
    frame = { closure = closure, cells = cells, pc = 1, base = base }
    frames[depth] = frame
    code, constants, pc = closure.prototype.code, closure.prototype.constants, 1
  end

  local function call(count)
    local callee = stack[top - count]
    if type(callee) == "function" then
      local result = callee(table.unpack(stack, top - count + 1, top))
      top = top - count
      stack[top] = result
      return
    end
    frame.pc = pc
    enter(callee, top - count)
  end

  local handlers = {}
  handlers[OP.CONST] = function(a) top = top + 1 stack[top] = constants[a] end
  handlers[OP.UNIT] = function() top = top + 1 stack[top] = UNIT end
  handlers[OP.GET_LOCAL] = function(a) top = top + 1 stack[top] = cells[a][1] end
  handlers[OP.SET_LOCAL] = function(a)
    -- A new cell for a new binding, unless a closure waits for this one.
    local cell = cells[a]
    if cell[1] ~= nil then
      cell = {}
      cells[a] = cell
    end
    cell[1] = stack[top]
    top = top - 1
  end
  handlers[OP.GET_UPVALUE] = function(a) top = top + 1 stack[top] = frame.closure.upvalues[a][1] end
  handlers[OP.GET_GLOBAL] = function(a) top = top + 1 stack[top] = self.globals[constants[a]] end
  handlers[OP.SET_GLOBAL] = function(a) self.globals[constants[a]] = stack[top] end
  handlers[OP.POP] = function() top = top - 1 end
  handlers[OP.CLOSURE] = function(a)
    local inner = frame.closure.prototype.prototypes[a]
    local upvalues = {}
    for i, upvalue in ipairs(inner.upvalues) do
      upvalues[i] = upvalue.from_local and cells[upvalue.index] or frame.closure.upvalues[upvalue.index]
    end
    top = top + 1
    stack[top] = setmetatable({ prototype = inner, upvalues = upvalues }, Closure)
  end
  handlers[OP.CALL] = call
  handlers[OP.TAIL_CALL] = function(count)
    local callee = stack[top - count]
    if type(callee) == "function" then return call(count) end
    local base = frame.base
    table.move(stack, top - count, top, base)
    depth = depth - 1
    enter(callee, base)
  end
  handlers[OP.RETURN] = function()
    local value = stack[top]
    top = frame.base
    frames[depth] = nil
    depth = depth - 1
    if depth == 0 then return true, value end
    stack[top] = value
    frame = frames[depth]
    cells, pc = frame.cells, frame.pc
    code, constants = frame.closure.prototype.code, frame.closure.prototype.constants
  end
  handlers[OP.JUMP] = function(a) pc = a end
  handlers[OP.JUMP_IF_FALSE] = function(a)
    top = top - 1
    if stack[top + 1] == false then pc = a end
  end
  handlers[OP.JUMP_KEEP_FALSE] = function(a) if stack[top] == false then pc = a else top = top - 1 end end
  handlers[OP.JUMP_KEEP_TRUE] = function(a) if stack[top] == true then pc = a else top = top - 1 end end
  handlers[OP.BINARY] = function(a)
    top = top - 1
    stack[top] = binary[constants[a]](stack[top], stack[top + 1])
  end
  handlers[OP.NEGATE] = function() stack[top] = -stack[top] end
  handlers[OP.NOT] = function() stack[top] = not stack[top] end
  local function gather(count, meta, fields)
    local value = setmetatable(fields or {}, meta)
    top = top - count
    for i = 1, count do value[i] = stack[top + i] end
    top = top + 1
    stack[top] = value
  end
  handlers[OP.TUPLE] = function(a) gather(a, Tuple) end
  handlers[OP.VARIANT] = function(a, b) gather(b, Variant, { name = constants[a] }) end
  handlers[OP.LIST] = function(a)
    local value = EMPTY
    for i = top, top - a + 1, -1 do value = setmetatable({ stack[i], value }, Cons) end
    top = top - a + 1
    stack[top] = value
  end
  handlers[OP.CONS] = function()
    top = top - 1
    stack[top] = setmetatable({ stack[top], stack[top + 1] }, Cons)
  end
  handlers[OP.FIELD] = function(a) stack[top] = stack[top][a] end
  handlers[OP.HEAD] = function() stack[top] = stack[top][1] end
  handlers[OP.TAIL] = function() stack[top] = stack[top][2] end
  handlers[OP.TEST_VARIANT] = function(a) stack[top] = stack[top].name == constants[a] end
  handlers[OP.TEST_CONSTANT] = function(a) stack[top] = stack[top] == constants[a] end
  handlers[OP.TEST_EMPTY] = function(a) stack[top] = (stack[top] == EMPTY) == (a == 1) end
  handlers[OP.FAIL] = function() error("no case matches", 0) end

  local function loop()
    while true do
      local word = code[pc]
      pc = pc + 1
      self.steps = self.steps + 1
      local done, value = handlers[word & 0xff](word >> 8 & 0xffffff, word >> 32)
      if done then return value end
    end
  end

  enter(setmetatable({ prototype = prototype, upvalues = {} }, Closure), 0)
  local ok, value = pcall(loop)
  if ok then return value end
  frame.pc = pc
  local trace = {}
  for i = depth, 1, -1 do
    local f = frames[i]
    if #trace < 4 or i == 1 then
      trace[#trace + 1] = ("  in %s at line %d"):format(f.closure.prototype.name, f.closure.prototype.lines[f.pc - 1] or 0)
    elseif #trace == 4 then
      trace[#trace + 1] = "  ..."
    end
  end
  value = type(value) == "string" and value:gsub("^[^:]*%.lua:%d+: ", "") or value
  error(setmetatable({ message = "runtime: " .. tostring(value), trace = trace }, Failure), 0)
end

return { new = new, show = show, UNIT = UNIT, EMPTY = EMPTY, Cons = Cons, Failure = Failure }
