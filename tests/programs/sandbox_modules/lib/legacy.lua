-- A module in the style of Lua 5.1: names it assigns become its fields.
local name = ...
local M = setmetatable({}, { __index = _G })
package.loaded[name] = M
local _ENV = M

VERSION = "0.9"
count = 0
function increase(n)
  count = count + (n or 1)
  return count
end
function names()
  local out = {}
  for key in pairs(_ENV) do out[#out + 1] = key end
  table.sort(out)
  return table.concat(out, " ")
end
local function hidden() return undefined end
function probe() return hidden(), type(print), _G == nil end
