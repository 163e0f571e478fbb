-- Shows inner functions using an outer variable before a local of the same name appears.
local x = "outer"
local function f()
  local before = x
  local x = "inner"
  local function g() return x end
  local x = "later"
  return before, g(), x
end
print(f())
local y = 1
local function h() y = y + 1; local y = y * 10; y = y + 1; return y end
print(h(), y, h(), y)
local function k(cond)
  if cond then local x = "branch"; return x end
  return x
end
print(k(true), k(false))
