-- An interpreter loop: Brainfuck, folded into instructions with arguments and jumps.

local function compile(source)
    local code, open = {}, {}
    local i = 1
    while i <= #source do
        local char = source:sub(i, i)
        local run = i
        if char == "+" or char == "-" or char == "<" or char == ">" then
            while source:sub(run + 1, run + 1) == char do
                run = run + 1
            end
            local count = run - i + 1
            if char == "+" then
                code[#code + 1] = { op = "add", value = count }
            elseif char == "-" then
                code[#code + 1] = { op = "add", value = -count }
            elseif char == ">" then
                code[#code + 1] = { op = "move", value = count }
            else
                code[#code + 1] = { op = "move", value = -count }
            end
        elseif char == "." then
            code[#code + 1] = { op = "write" }
        elseif char == "[" then
            code[#code + 1] = { op = "open" }
            open[#open + 1] = #code
        elseif char == "]" then
            local start = table.remove(open)
            if not start then error("unexpected ]") end
            code[#code + 1] = { op = "close", target = start }
            code[start].target = #code
        end
        i = run + 1
    end
    if #open > 0 then error("missing ]") end
    return code
end

local function run(code)
    local cells, output = {}, {}
    local pointer, position = 0, 1
    local steps = 0
    while position <= #code do
        local instruction = code[position]
        local op = instruction.op
        if op == "add" then
            cells[pointer] = ((cells[pointer] or 0) + instruction.value) & 255
        elseif op == "move" then
            pointer = pointer + instruction.value
        elseif op == "open" then
            if (cells[pointer] or 0) == 0 then
                position = instruction.target
            end
        elseif op == "close" then
            if (cells[pointer] or 0) ~= 0 then
                position = instruction.target
            end
        else
            output[#output + 1] = string.char(cells[pointer] or 0)
        end
        position = position + 1
        steps = steps + 1
    end
    return table.concat(output), steps
end

local hello = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."

-- Counts to ten thousand by nested loops, then writes three letters.
local loops = "++++++++++[>++++++++++[>++++++++++[>++++++++++[>+<-]<-]<-]<-]"
    .. ">>>>[-]++++++++[<++++++++>-]<+.+.+.>++++++++++."

local times = tonumber(arg[1]) or 40
io.write((run(compile(hello))))
local text, steps
local total = 0
for _ = 1, times do
    text, steps = run(compile(loops))
    total = total + steps
end
io.write(text)
print(total, #text)
