-- getfenv and setfenv as they were in Lua 5.1, by way of upvalues.
local M = {}

local function find(f)
  local index = 1
  while true do
    local name = debug.getupvalue(f, index)
    if name == "_ENV" then return index end
    if name == nil then return nil end
    index = index + 1
  end
end

local function target(f)
  if type(f) == "number" then
    local info = debug.getinfo(f + 2, "f")
    if not info then error("bad argument #1 to 'setfenv' (invalid level)", 3) end
    return info.func
  end
  if type(f) ~= "function" then
    error(("bad argument #1 to 'setfenv' (function expected, got %s)"):format(type(f)), 3)
  end
  return f
end

function M.getfenv(f)
  f = target(f or 1)
  local index = find(f)
  if not index then return _G end
  return (select(2, debug.getupvalue(f, index)))
end

--- Gives a function an environment of its own: functions that shared the old one keep it.
function M.setfenv(f, env)
  f = target(f)
  local index = find(f)
  if not index then return f end
  debug.upvaluejoin(f, index, function() return env end, 1)
  return f
end

--- Names and values of upvalues
function M.upvalues(f)
  local out = {}
  for index = 1, debug.getinfo(f, "u").nups do
    local name, value = debug.getupvalue(f, index)
    out[#out + 1] = ("%s=%s"):format(name, type(value) == "table" and "table" or type(value) == "function" and "function" or tostring(value))
  end
  return table.concat(out, " ")
end

--- A copy of a closure with upvalues of its own (of plain values).
function M.clone(f)
  local copy = M.reload(f)
  for index = 1, debug.getinfo(f, "u").nups do
    local name, value = debug.getupvalue(f, index)
    if name == "_ENV" then
      debug.upvaluejoin(copy, index, f, index)
    else
      debug.setupvalue(copy, index, value)
    end
  end
  return copy
end

function M.reload(f) return assert(load(string.dump(f), nil, "b")) end

return M
