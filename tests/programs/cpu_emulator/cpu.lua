--- The machine: registers and memory as tables with checked access, instructions made from one template each.
local assembler = require("assembler")

local Cpu = {}
Cpu.__index = Cpu

local SP, PC = 6, 7

local Fault = { __name = "fault", __tostring = function(self) return ("fault at %04X: %s"):format(self.at, self.reason) end }

function Cpu.new(memory, options)
  local cpu = setmetatable({
    registers = setmetatable({}, { __index = function() return 0 end }), memory = setmetatable({}, { __index = function() return 0 end }),
    zero = false, carry = false, negative = false, output = {}, input = options and options.input or {}, cycles = 0, interrupts = {}, limit = options and options.limit or 20000,
    halted = false, breakpoints = {}, trace = options and options.trace,
  }, Cpu)
  for address, word in pairs(memory) do cpu.memory[address] = word end
  cpu.registers[SP] = 0xFFFF
  return cpu
end

function Cpu:fault(reason, ...)
  error(setmetatable({ at = self.at, reason = reason:format(...) }, Fault), 0)
end

function Cpu:fetch()
  local pc = self.registers[PC]
  self.registers[PC] = pc + 1 & 0xFFFF
  return self.memory[pc]
end

local function signed(word) return word >= 0x8000 and word - 0x10000 or word end
Cpu.signed = signed

function Cpu:flags(result)
  self.zero = result & 0xFFFF == 0
  self.negative = result & 0x8000 ~= 0
  self.carry = result < 0 or result > 0xFFFF
  return result & 0xFFFF
end

-- A place is a pair of functions; only made when it is needed.
function Cpu:place(code)
  local mode, register = code >> 3 & 3, code & 7
  if mode == 0 then
    local registers = self.registers
    return function() return registers[register] end, function(value) registers[register] = value end
  end
  local extra = self:fetch()
  if mode == 1 then return function() return extra end, function() self:fault("write to a constant") end end
  local address = mode == 2 and extra or self.registers[register] + extra & 0xFFFF
  return function() return self.memory[address] end, function(value)
    if address < 4 then self:fault("write to %04X, which is protected", address) end
    self.memory[address] = value
  end
end

local execute = {}

local function define(name, f) execute[assembler.opcodes[name]] = { name, f } end

-- Arithmetic is compiled from text: one function an instruction.
local template = [[
local flags, name = ...
return function(cpu, code1, code2)
  local get1, set1 = cpu:place(code1)
  local get2 = cpu:place(code2)
  local a, b = get1(), get2()
  %s
  set1(cpu:flags(%s))
end
]]
for name, parts in pairs {
  add = { "", "a + b" }, sub = { "", "a - b" }, mul = { "", "a * b" }, ["and"] = { "", "a & b" }, ["or"] = { "", "a | b" }, xor = { "", "a ~ b" },
  div = { "if b == 0 then cpu:fault('division by zero') end", "a // b" }, mod = { "if b == 0 then cpu:fault('division by zero') end", "a % b" },
  shl = { "", "a << (b & 15)" }, shr = { "", "a >> (b & 15)" },
} do
  define(name, assert(load(template:format(table.unpack(parts)), "=" .. name))(Cpu.flags, name))
end
define("mov", function(cpu, code1, code2)
  local _, set = cpu:place(code1)
  local get = cpu:place(code2)
  set(get())
end)
execute[assembler.opcodes.ld] = { "ld", execute[assembler.opcodes.mov][2] }
execute[assembler.opcodes.st] = { "st", execute[assembler.opcodes.mov][2] }
define("cmp", function(cpu, code1, code2)
  local get1 = cpu:place(code1)
  local get2 = cpu:place(code2)
  cpu:flags(get1() - get2())
end)
local function unary(name, f) define(name, function(cpu, code)
  local get, set = cpu:place(code)
  set(cpu:flags(f(get())))
end) end
unary("not", function(x) return ~x & 0xFFFF end)
unary("neg", function(x) return -x & 0xFFFF end)
unary("swap", function(x) return (x << 8 | x >> 8) & 0xFFFF end)
define("nop", function() end)
define("hlt", function(cpu) cpu.halted = true end)
local function jump(name, condition) define(name, function(cpu, code)
  local get = cpu:place(code)
  if condition(cpu) then cpu.registers[PC] = get() end
end) end
jump("jmp", function() return true end)
jump("jz", function(cpu) return cpu.zero end)
jump("jnz", function(cpu) return not cpu.zero end)
jump("jc", function(cpu) return cpu.carry end)
jump("jn", function(cpu) return cpu.negative end)
function Cpu:push(value)
  local sp = self.registers[SP]
  if sp < 0xFF00 then self:fault("the stack is full") end
  self.memory[sp] = value
  self.registers[SP] = sp - 1
end
function Cpu:pop()
  local sp = self.registers[SP] + 1
  if sp > 0xFFFF then self:fault("the stack is empty") end
  self.registers[SP] = sp
  return self.memory[sp]
end
define("push", function(cpu, code) cpu:push((cpu:place(code))()) end)
define("pop", function(cpu, code)
  local _, set = cpu:place(code)
  set(cpu:pop())
end)
define("call", function(cpu, code)
  local get = cpu:place(code)
  cpu:push(cpu.registers[PC])
  cpu.registers[PC] = get()
end)
define("ret", function(cpu) cpu.registers[PC] = cpu:pop() end)
define("out", function(cpu, code)
  local value = cpu:place(code)()
  cpu.output[#cpu.output + 1] = value
end)
define("inp", function(cpu, code)
  local _, set = cpu:place(code)
  set(table.remove(cpu.input, 1) or 0)
end)
define("int", function(cpu, code)
  local number = cpu:place(code)()
  local handler = cpu.interrupts[number]
  if not handler then cpu:fault("no interrupt %d", number) end
  handler(cpu)
end)
define("iret", function(cpu) cpu:fault("iret outside of an interrupt") end)

--- One instruction.
function Cpu:step()
  self.at = self.registers[PC]
  local word = self:fetch()
  local entry = execute[word & 0x3F]
  if not entry then self:fault("bad instruction %04X", word) end
  self.cycles = self.cycles + 1
  if self.trace then self.trace(self, entry[1], word) end
  entry[2](self, word >> 6 & 0x1F, word >> 11 & 0x1F)
end

--- Runs until it halts, faults, or comes to a breakpoint: "halted", "breakpoint", "limit" or nil and the fault.
function Cpu:run()
  while not self.halted do
    if self.cycles >= self.limit then return "limit" end
    local ok, problem = pcall(self.step, self)
    if not ok then
      if getmetatable(problem) ~= Fault then error(problem, 0) end
      return nil, problem
    end
    if self.breakpoints[self.registers[PC]] then return "breakpoint" end
  end
  return "halted"
end

function Cpu:text()
  local out = {}
  for i, word in ipairs(self.output) do out[i] = utf8.char(word) end
  return table.concat(out)
end

function Cpu:state()
  local out = {}
  for i = 0, 5 do out[#out + 1] = ("r%d=%04X"):format(i, self.registers[i]) end
  out[#out + 1] = ("sp=%04X pc=%04X %s%s%s"):format(self.registers[SP], self.registers[PC], self.zero and "Z" or "-", self.carry and "C" or "-", self.negative and "N" or "-")
  return table.concat(out, " ")
end

return Cpu
