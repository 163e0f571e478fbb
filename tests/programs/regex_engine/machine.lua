-- A tree becomes a program for a machine whose threads run in step, the preferred ones first (Pike's).

local syntax = require("syntax")

local emit = {}

local function compile(node, code)
  return emit[node.op](node, code)
end

function emit.set(node, code) code[#code + 1] = { "set", node.set } end
emit["assert"] = function(node, code) code[#code + 1] = { "assert", node.what } end

function emit.seq(node, code)
  for _, part in ipairs(node) do compile(part, code) end
end

function emit.group(node, code)
  code[#code + 1] = { "save", 2 * node.number }
  compile(node[1], code)
  code[#code + 1] = { "save", 2 * node.number + 1 }
end

function emit.alt(node, code)
  local jumps = {}
  for i, option in ipairs(node) do
    local split
    if i < #node then
      split = { "split", #code + 2 }
      code[#code + 1] = split
    end
    compile(option, code)
    if i < #node then
      local jump = { "jump" }
      code[#code + 1] = jump
      jumps[#jumps + 1] = jump
      split[3] = #code + 1
    end
  end
  for _, jump in ipairs(jumps) do jump[2] = #code + 1 end
end

function emit.rep(node, code)
  local function split(first, second)
    if node.lazy then first, second = second, first end
    return { "split", first, second }
  end
  for _ = 1, node.low do compile(node[1], code) end
  if node.high == math.huge then
    local at = #code + 1
    code[at] = false
    compile(node[1], code)
    code[#code + 1] = { "jump", at }
    code[at] = split(at + 1, #code + 1)
    return
  end
  local open = {}
  for _ = node.low + 1, node.high do
    open[#open + 1] = #code + 1
    code[#code + 1] = false
    compile(node[1], code)
  end
  for _, at in ipairs(open) do code[at] = split(at + 1, #code + 1) end
end

local function is_word(text, i)
  local byte = text:byte(i)
  return byte ~= nil and i >= 1 and syntax.word[byte] == true
end

local assertions = {
  start = function(_, i) return i == 1 end,
  finish = function(text, i) return i == #text + 1 end,
  boundary = function(text, i) return is_word(text, i - 1) ~= is_word(text, i) end,
  inside = function(text, i) return is_word(text, i - 1) == is_word(text, i) end,
}

local function run(code, text, from, statistics)
  local matched
  local current, following = { marks = {} }, { marks = {} }

  local function add(list, pc, at, saved)
    if list.marks[pc] then return end
    list.marks[pc] = true
    local instruction = code[pc]
    local op = instruction[1]
    if op == "jump" then
      return add(list, instruction[2], at, saved)
    elseif op == "split" then
      add(list, instruction[2], at, saved)
      return add(list, instruction[3], at, saved)
    elseif op == "save" then
      local copy = table.move(saved, 0, #code.slots, 0, {})
      copy[instruction[2]] = at
      return add(list, pc + 1, at, copy)
    elseif op == "assert" then
      if assertions[instruction[2]](text, at) then return add(list, pc + 1, at, saved) end
      return
    end
    list[#list + 1] = { pc, saved }
  end

  for at = from, #text + 1 do
    if not matched then add(current, 1, at, {}) end
    if #current == 0 and matched then break end
    local byte = text:byte(at)
    for _, thread in ipairs(current) do
      statistics.steps = statistics.steps + 1
      local pc, saved = thread[1], thread[2]
      local instruction = code[pc]
      if instruction[1] == "match" then
        matched = saved
        break
      elseif byte and instruction[2][byte] then
        add(following, pc + 1, at + 1, saved)
      end
    end
    current, following = following, { marks = {} }
  end
  return matched
end

local function assemble(pattern)
  local tree, groups, names = syntax.parse(pattern)
  local code = { { "save", 0 } }
  compile(tree, code)
  code[#code + 1] = { "save", 1 }
  code[#code + 1] = { "match" }
  code.slots = {}
  for i = 1, 2 * groups + 1 do code.slots[i] = true end
  return code, groups, names
end

return { assemble = assemble, run = run }
