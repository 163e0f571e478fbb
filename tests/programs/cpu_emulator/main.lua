local assembler = require("assembler")
local Cpu = require("cpu")

local function run(name, source, options)
  options = options or {}
  local ok, program = pcall(assembler.assemble, source, name)
  if not ok then return print(name, program) end
  local cpu = Cpu.new(program.memory, options)
  if options.setup then options.setup(cpu, program) end
  local result, fault = cpu:run()
  print(("%-10s %s after %d cycles"):format(name, result or tostring(fault), cpu.cycles))
  if #cpu.output > 0 then print("  output: " .. (options.text and cpu:text():gsub("\n", "~") or table.concat(cpu.output, " "))) end
  print("  " .. cpu:state())
  return cpu, program
end

local hello = [[
; prints a text
        mov r1, message
loop:   ld r0, [r1]
        cmp r0, 0
        jz done
        out r0
        add r1, 1
        jmp loop
done:   hlt
message: .text "Hello, wörld!\n"
]]
local cpu, program = run("hello", hello, { text = true })
print(program:list())

run("factorial", [[
.macro sum a, b
  mov \a, \a
  add \a, \b
.endm
base = 3 * 2 + 1
        mov r0, base
        call fact
        out r1
        mov r2, 40
        sum r2, r1
        out r2
        hlt
fact:   cmp r0, 1
        jz .one
        push r0
        sub r0, 1
        call fact
        pop r0
        mul r1, r0
        ret
.one:   mov r1, 1
        ret
]])

run("sieve", [[
size = 60
        mov r0, 2
outer:  cmp r0, size
        jz finish
        ld r1, [r0 + table]
        cmp r1, 0
        jnz next
        out r0
        mov r2, r0
inner:  add r2, r0
        cmp r2, size
        jn mark
        jmp next
mark:   st [r2 + table], 1
        jmp inner
next:   add r0, 1
        jmp outer
finish: hlt
        .org 0x200
table:  .space size
]])

run("sort", [[
        mov r5, 1
again:  cmp r5, 0
        jz print
        mov r5, 0
        mov r0, data
step:   ld r1, [r0]
        ld r2, [r0 + 1]
        cmp r2, 0xFFFF
        jz again
        cmp r2, r1
        jn exchange
back:   add r0, 1
        jmp step
exchange: st [r0], r2
        st [r0 + 1], r1
        mov r5, 1
        jmp back
print:  mov r0, data
.next:  ld r1, [r0]
        cmp r1, 0xFFFF
        jz end
        out r1
        add r0, 1
        jmp .next
end:    hlt
data:   .word 170, 45, 75, 90, 2, 24, 802, 66, 'A', 'z' - 1, (1 << 4) | 3, ~0 & 0xFF, 0xFFFF
]])

run("gcd", "start: inp r0\n inp r1\nloop: cmp r1, 0\n jz done\n mov r2, r0\n mod r2, r1\n mov r0, r1\n mov r1, r2\n jmp loop\ndone: out r0\n hlt", { input = { 1071, 462 } })
run("arith", [[
  mov r0, 0xFFFF
  add r0, 2
  out r0
  jc carried
  hlt
carried: mov r1, 5
  sub r1, 7
  out r1
  not r1
  out r1
  neg r1
  out r1
  mov r2, 0x1234
  swap r2
  out r2
  shl r2, 4
  out r2
  shr r2, 12
  out r2
  xor r2, r2
  jz zero
  hlt
zero: div r0, 0
]])
for _, case in ipairs {
  { "writes", "st [2], 5\nhlt" }, { "overflow", "loop: push r0\njmp loop" }, { "empty", "ret" }, { "endless", "here: jmp here", { limit = 500 } }, { "illegal", ".word 0x3F" },
  { "iret", "nop\niret" }, { "no int", "int 7" }, { "runs off", "jmp 0xFFF0" },
} do run(table.unpack(case)) end

-- Interrupts, breakpoints, tracing
local calls = {}
run("interrupt", "mov r0, 5\nint 1\nint 1\nout r0\nint 2\nhlt", {
  setup = function(machine)
    machine.interrupts[1] = function(m) m.registers[0] = m.registers[0] * 2; calls[#calls + 1] = m.registers[0] end
    machine.interrupts[2] = function(m) m:fault("asked for with %d", m.registers[0]) end
  end,
})
print(table.concat(calls, " "))
local traced = {}
local stopped = run("break", "mov r0, 3\nloop: sub r0, 1\njnz loop\nhlt", {
  setup = function(machine, assembled) machine.breakpoints[assembled.symbols.loop] = true end,
  trace = function(machine, name) traced[#traced + 1] = name .. "/" .. machine.registers[0] end,
})
local stops = 0
repeat
  stops = stops + 1
  local result = stopped:run()
until result ~= "breakpoint"
print(stops, table.concat(traced, " "), stopped:state())
print(pcall(run, "bad", "int 3\nhlt", { setup = function(machine) machine.interrupts[3] = function() local x; return x.y end end }))

-- Mistakes
for _, source in ipairs {
  "mov r0", "mov r0, r1, r2", "nop 1", "frob r0", "mov 5, r0", "pop 3", "jmp nowhere", "mov r0, (1 + 2", "mov r0, 1 + ", "mov r0, 'ab'", "mov r0, 70000", "mov r0, -40000", "x: nop\nx: nop",
  ".word 1 2", ".text hello", ".what 1", ".macro m a\nadd \\a, 1", ".endm", ".macro m a\nadd \\a, 1\n.endm\nm r0, r1", ".macro again\nagain\n.endm\nagain", "mov r0, 1 / 0", "mov r0, 5 % (3 - 3)",
  "\n\n\n  bad: bad: bad", "mov r0, [r1 + ]", "mov r0, @", ".org later\nlater: nop",
} do
  local ok, problem = pcall(assembler.assemble, source, "input")
  print(("%-26s %s"):format(source:gsub("\n", "~"):sub(1, 26), ok and "accepted" or problem))
end
local symbols = assembler.assemble("a = 5\nb = a * 2 + (1 << 8)\nstart: nop\n.x: jmp .x\nother: jmp start\n.x: jmp .x + 1\nc = $").symbols
local names = {}
for name, value in pairs(symbols) do names[#names + 1] = name .. "=" .. value end
table.sort(names)
print(table.concat(names, " "))

-- A program that makes programs: the fibonacci numbers, unrolled
local lines = { "mov r0, 0", "mov r1, 1" }
for i = 1, 40 do
  lines[#lines + 1] = i % 2 == 1 and "add r0, r1" or "add r1, r0"
  lines[#lines + 1] = i % 5 == 0 and ("out r%d"):format(1 - i % 2) or "nop"
end
lines[#lines + 1] = "hlt"
run("unrolled", table.concat(lines, "\n"))
local digest = 0
for address, word in pairs(program.memory) do digest = (digest + address * 31 + word * 17) % 65521 end
print("digest", digest, Cpu.signed(0x8000), Cpu.signed(0x7FFF), Cpu.signed(0xFFFF))
