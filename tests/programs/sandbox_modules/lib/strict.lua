-- Strict mode: globals have to be declared, as an assignment in a main chunk or through `global`.
local strict = {}

local what = debug.getinfo

function strict.enable(env)
  env = env or _G
  local meta = getmetatable(env)
  if not meta then
    meta = {}
    setmetatable(env, meta)
  end
  local declared = {}
  local saved = { meta.__newindex, meta.__index }
  local function where()
    local info = what(3, "S")
    return info and info.what or "C"
  end
  meta.__newindex = function(t, name, value)
    if not declared[name] then
      local kind = where()
      if kind ~= "main" and kind ~= "C" then
        error("assign to undeclared variable '" .. tostring(name) .. "'", 2)
      end
      declared[name] = true
    end
    rawset(t, name, value)
  end
  meta.__index = function(_, name)
    if not declared[name] and where() ~= "C" then
      error("variable '" .. tostring(name) .. "' is not declared", 2)
    end
    return nil
  end
  return {
    declare = function(...) for _, name in ipairs { ... } do declared[name] = true end end,
    close = function() meta.__newindex, meta.__index = saved[1], saved[2] end,
  }
end

return strict
