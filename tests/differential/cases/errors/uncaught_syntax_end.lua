-- Shows a script that ends too early.
print("never printed")
local function f()
  if true then
    print("x")
  -- missing end
