-- Shows nested protected calls and errors thrown again.
local function risky(n) if n > 2 then error("too deep: " .. n) end return n end
print(pcall(function()
  local ok, e = pcall(risky, 3)
  print("inner", ok, e)
  local ok2, e2 = pcall(risky, 1)
  print("inner", ok2, e2)
  error(e, 0)
end))
print(pcall(function()
  local ok, e = pcall(function()
    local ok, e = pcall(error, "level 3")
    error("level 2 <- " .. e, 0)
  end)
  error("level 1 <- " .. e, 0)
end))
local function nest(n) if n == 0 then error("bottom", 0) end local ok, e = pcall(nest, n - 1) error(e .. n, 0) end
print(pcall(nest, 9))
local depth = 0
local function rec(n) depth = n; if n < 100 then local ok, e = pcall(rec, n + 1) return ok end return "bottom" end
print(rec(1), depth)
