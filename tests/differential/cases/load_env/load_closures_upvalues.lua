-- Shows that loaded chunks see globals only, and closures they return keep state.
local hidden = "local"
visible = "global"
print(load("return hidden, visible")())
local make = load("local n = ... return function() n = n + 1 return n end")
local a, b = make(1), make(10)
print(a(), a(), b(), a())
print(load("local t = ... t.x = 1 return t")({}).x)
local chunk = load("local function helper() return 'h' end function exported() return helper() end")
chunk()
print(exported(), helper)
