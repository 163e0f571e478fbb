-- Measurements of a falling object, described and fitted.

local Matrix = require("matrix")
local stats = require("stats")

-- A generator of its own, so that every run sees the same noise.
local seed = 42
---@return number between -0.5 and 0.5
local function noise()
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648 - 0.5
end

---@type number[]
local times = {}
---@type number[]
local heights = {}
for i = 1, 25 do
  local t = (i - 1) * 0.1
  times[i] = t
  heights[i] = 50 + 3 * t - 4.905 * t ^ 2 + 0.2 * noise()
end

---@param name string
---@param values number[]
local function describe(name, values)
  print(("%-8s mean %8.4f  deviation %8.4f  median %8.4f"):format(
    name, stats.mean(values), stats.deviation(values, true), stats.median(values)))
end

describe("times", times)
describe("heights", heights)
print(("correlation %.4f"):format(stats.correlation(times, heights)))
print(("quartiles %.3f %.3f"):format(stats.quantile(heights, 0.25), stats.quantile(heights, 0.75)))

for degree = 1, 3 do
  local coefficients = stats.fit(times, heights, degree)
  if coefficients then
    local parts = {}
    for i, value in ipairs(coefficients) do
      parts[i] = ("%+.3f t^%d"):format(value, i - 1)
    end
    print("degree " .. degree .. ": " .. table.concat(parts, " "))
  end
end

local modes, count = stats.modes({ 3, 1, 2, 3, 5, 1, 4 })
print("modes " .. table.concat(modes, ", ") .. " (" .. count .. " times)")
for bin, size in ipairs(stats.histogram(heights, 5)) do
  print(("bin %d %s"):format(bin, ("*"):rep(size)))
end

local a = Matrix.new({ { 2, 1, -1 }, { -3, -1, 2 }, { -2, 1, 2 } })
print(a)
print(a * a:transpose())
print(-a + a == Matrix.identity(3) * 0, a == a:transpose():transpose())
local x = a:solve({ 8, -11, -3 })
print(("x = %.3f, y = %.3f, z = %.3f"):format(x[1], x[2], x[3]))
print(Matrix.new({ { 1, 2 }, { 2, 4 } }):solve({ 1, 1 }))
print(pcall(function()
  return a * Matrix.identity(2)
end))
