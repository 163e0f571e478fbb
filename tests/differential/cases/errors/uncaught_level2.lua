-- Shows an uncaught error with level 2 raised by a checker function.
local function check(x)
  if type(x) ~= "number" then error("number expected", 2) end
  return x
end
local function use(v)
  local r = check(v)
  return r
end
print(use(1))
use("x")
