-- Branches that only other versions of Lua enter.
local unpack = table.unpack
if _VERSION < "Lua 5.2" then
  unpack = unpack or _G.unpack
  require("no such module")
elseif _VERSION == "Lua 5.2" then
  goto_is_no_word = true
else
  -- the one that runs
  local idiv = load("return function(a, b) return a // b end")()
  function divide(a, b) return idiv(a, b) end
end
if _VERSION == "Lua 5.4" and true then print("5.4") end
if not (_VERSION == "Lua 5.4") then print("other") else print("this") end
if _VERSION >= "Lua 5.3" or nothing.here then print("or") end
if divide and _VERSION ~= "Lua 5.1" then print(divide(7, 2)) end
local function f(flag)
  if _VERSION == "Lua 5.1" then
    return "old"
  end
  if flag then
    if _VERSION == "Lua 5.4" then return "flag" end
  end
  return unpack({ "new", 1 })
end
print(f(true), f(false))
local i = 0
while true do
  i = i + 1
  if _VERSION == "Lua 5.4" then
    if i > 3 then break end
  else
    break
  end
end
print(i)
