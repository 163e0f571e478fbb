attempts = (attempts or 0) + 1
local function f()
  local t = nil
  return t.x
end
f()
return {}
