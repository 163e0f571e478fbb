-- Shows an interpreter that runs a hello program.
local function run(src, input)
  local code, jump, stack = {}, {}, {}
  for c in src:gmatch "[%+%-<>%.,%[%]]" do code[#code + 1] = c
    if c == "[" then stack[#stack + 1] = #code
    elseif c == "]" then
      local o = table.remove(stack)
      jump[o], jump[#code] = #code, o
    end
  end
  local mem, p, pc, out, inp = setmetatable({}, {__index = function() return 0 end}), 0, 1, {}, 1
  while pc <= #code do
    local c = code[pc]
    if c == "+" then mem[p] = (mem[p] + 1) & 255
    elseif c == "-" then mem[p] = (mem[p] - 1) & 255
    elseif c == ">" then p = p + 1
    elseif c == "<" then p = p - 1
    elseif c == "." then out[#out + 1] = string.char(mem[p])
    elseif c == "," then mem[p] = input and input:byte(inp) or 0
      inp = inp + 1
    elseif c == "[" and mem[p] == 0 then pc = jump[pc]
    elseif c == "]" and mem[p] ~= 0 then pc = jump[pc]
    end
    pc = pc + 1
  end
  return table.concat(out)
end
io.write(run "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.")
print(run(",[.,]", "echo"))
print(run(">,[>,]<[.<]", "reverse"))
