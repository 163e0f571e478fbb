-- Shows a recursive descent parser for arithmetic with variables and errors.
local function parse(s)
  local pos = 1
  local function peek()
    pos = s:find("%S", pos) or #s + 1
    return s:sub(pos, pos)
  end
  local expr
  local vars = {pi = 3.14159, x = 5}
  local function atom()
    local c = peek()
    if c == "(" then pos = pos + 1
      local v = expr()
      if peek() ~= ")" then error("expected ) at " .. pos, 0)
      end
      pos = pos + 1
      return v
    end
    local n = s:match("^%d+%.?%d*", pos)
    if n then pos = pos + #n
      return tonumber(n)
    end
    local id = s:match("^%a+", pos)
    if id then pos = pos + #id
      return vars[id] or error("unknown " .. id, 0)
    end
    if c == "-" then pos = pos + 1
      return -atom()
    end
    error("unexpected '" .. c .. "' at " .. pos, 0)
  end
  local function power()
    local b = atom()
    if peek() == "^" then pos = pos + 1
      return b ^ power()
    end
    return b
  end
  local function term()
    local v = power()
    while true do
      local c = peek()
      if c == "*" then pos = pos + 1
        v = v * power()
      elseif c == "/" then pos = pos + 1
        v = v / power()
      elseif c == "%" then pos = pos + 1
        v = v % power()
      else
        return v
      end
    end
  end
  function expr()
    local v = term()
    while true do
      local c = peek()
      if c == "+" then pos = pos + 1
        v = v + term()
      elseif c == "-" then pos = pos + 1
        v = v - term()
      else
        return v
      end
    end
  end
  local v = expr()
  if peek() ~= "" then error("trailing at " .. pos, 0)
  end
  return v
end
for _, e in ipairs {"1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-x * 2", "10 / 4 - 1", "7 % 4 + pi", "1 +", "(1", "y", "1 2", "2 * (3 + 4) ^ 2"} do
  print(e, pcall(parse, e))
end
