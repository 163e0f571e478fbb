-- Shows upvalues assigned across several levels of functions.
local x = 1
local function a()
  local y = 10
  local function b()
    local z = 100
    local function c() x = x + 1; y = y + 1; z = z + 1; return x, y, z end
    c()
    return c
  end
  local c1, c2 = b(), b()
  return c1, c2, function() return y end
end
local c1, c2, gety = a()
print(c1())
print(c2())
print(gety(), x)
