-- A virtual machine: an assembler, a table of functions by operation, a stack, calls and a heap of arrays.

local Machine = {}
Machine.__index = Machine

local operations = {}

function Machine.new(program)
    return setmetatable({
        code = program.code,
        labels = program.labels,
        stack = {},
        top = 0,
        frames = {},
        locals = {},
        pc = 1,
        steps = 0,
        running = true,
        output = {},
    }, Machine)
end

function Machine:push(value)
    self.top = self.top + 1
    self.stack[self.top] = value
end

function Machine:pop()
    local value = self.stack[self.top]
    self.stack[self.top] = nil
    self.top = self.top - 1
    return value
end

function Machine:run()
    while self.running do
        local instruction = self.code[self.pc]
        self.pc = self.pc + 1
        self.steps = self.steps + 1
        local operation = operations[instruction.op]
        if not operation then
            error("unknown operation " .. instruction.op)
        end
        operation(self, instruction.arg)
    end
    return table.concat(self.output, ",")
end

local function binary(f)
    return function(machine)
        local b = machine:pop()
        local a = machine:pop()
        machine:push(f(a, b))
    end
end

operations.add = binary(function(a, b) return a + b end)
operations.sub = binary(function(a, b) return a - b end)
operations.mul = binary(function(a, b) return a * b end)
operations.mod = binary(function(a, b) return a % b end)
operations.lt = binary(function(a, b) return a < b and 1 or 0 end)
operations.eq = binary(function(a, b) return a == b and 1 or 0 end)

function operations.const(machine, value) machine:push(value) end

function operations.load(machine, name) machine:push(machine.locals[name] or 0) end

function operations.store(machine, name) machine.locals[name] = machine:pop() end

function operations.jump(machine, label) machine.pc = machine.labels[label] end

function operations.jumpz(machine, label)
    if machine:pop() == 0 then
        machine.pc = machine.labels[label]
    end
end

function operations.call(machine, label)
    machine.frames[#machine.frames + 1] = { pc = machine.pc, locals = machine.locals }
    machine.locals = {}
    machine.pc = machine.labels[label]
end

function operations.ret(machine)
    local frame = table.remove(machine.frames)
    machine.pc = frame.pc
    machine.locals = frame.locals
end

function operations.array(machine) machine:push({}) end

function operations.get(machine)
    local index = machine:pop()
    local array = machine:pop()
    machine:push(array[index] or 0)
end

function operations.set(machine)
    local value = machine:pop()
    local index = machine:pop()
    local array = machine:pop()
    array[index] = value
end

function operations.print(machine) machine.output[#machine.output + 1] = tostring(machine:pop()) end

function operations.halt(machine) machine.running = false end

local function assemble(text)
    local program = { code = {}, labels = {} }
    for line in text:gmatch("[^\n]+") do
        line = line:gsub("#.*$", "")
        local label = line:match("^%s*(%a+):%s*$")
        if label then
            program.labels[label] = #program.code + 1
        else
            local op, argument = line:match("^%s*(%a+)%s*(%S*)")
            if op then
                program.code[#program.code + 1] = { op = op, arg = tonumber(argument) or argument }
            end
        end
    end
    return program
end

local source = [[
    const LIMIT
    store limit
    # a sieve in an array
    array
    store sieve
    const 2
    store i
outer:
    load i
    load limit
    lt
    jumpz fibonacci
    load sieve
    load i
    get
    jumpz prime
    jump next
prime:
    load count
    const 1
    add
    store count
    load i
    load i
    mul
    store j
inner:
    load j
    load limit
    lt
    jumpz next
    load sieve
    load j
    const 1
    set
    load j
    load i
    add
    store j
    jump inner
next:
    load i
    const 1
    add
    store i
    jump outer
fibonacci:
    load count
    print
    const FIB
    call fib
    print
    halt
fib:
    store n
    load n
    const 2
    lt
    jumpz recurse
    load n
    ret
recurse:
    load n
    const 1
    sub
    call fib
    load n
    const 2
    sub
    call fib
    add
    ret
]]

local size = tonumber(arg[1]) or 20
local text = source:gsub("LIMIT", tostring(size * 200)):gsub("FIB", tostring(size))
local machine = Machine.new(assemble(text))
print(machine:run(), machine.steps)
