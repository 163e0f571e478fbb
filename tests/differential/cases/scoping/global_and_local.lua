-- Shows globals read and written next to locals with the same name.
x = "global"
print(x, _G.x, _ENV.x)
local x = "local"
print(x, _G.x)
_G.x = "changed"
do local function g() return _G.x end print(g(), x) end
function setglobal() y = (y or 0) + 1 return y end
print(setglobal(), setglobal(), y, _G["y"])
y = nil
print(y, rawget(_G, "y"))
local _G2 = _G
print(_G2 == _G, _G._G == _G, _ENV == _G)
print(type(undefinedvariable), undefinedvariable)
