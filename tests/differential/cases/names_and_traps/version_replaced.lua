-- A program may say that it runs on another version.
_VERSION = "Lua 5.1"
if _VERSION == "Lua 5.4" then print("5.4") else print("5.1") end
if _VERSION < "Lua 5.3" then print("old") end
local function ask() if _VERSION == "Lua 5.1" then return "one" elseif _VERSION == "Lua 5.4" then return "four" end end
print(ask())
_G._VERSION = "Lua 5.4"
print(ask())
