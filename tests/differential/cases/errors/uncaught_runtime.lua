-- Shows an uncaught runtime error in nested calls of all kinds.
local obj = {}
function obj:go(x)
  return (function() local y = x.field.deep return y end)()
end
local function start()
  local r = obj:go({})
  return r
end
print("start")
start()
