-- Shows changing the environment of functions by debug.setupvalue and upvaluejoin.
local function setfenv(f, env)
  local i = 1
  while true do
    local name = debug.getupvalue(f, i)
    if name == "_ENV" then debug.upvaluejoin(f, i, function() return env end, 1)
      return f
    elseif not name then
      return f
    end
    i = i + 1
  end
end
local function f() return value end
value = "global"
print(f(), setfenv(f, {value = "custom"})(), value)
local chunk = load("return value")
print(debug.setupvalue(chunk, 1, {value = "by setupvalue"}), chunk(), value)
