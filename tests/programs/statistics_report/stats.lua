-- Statistics over sequences of numbers; numbers for people; a random generator for samples.
local stats = {}

function stats.sum(list)
  -- Neumaier's compensation: small addends are not lost beside large ones.
  local sum, lost = 0.0, 0.0
  for _, x in ipairs(list) do
    local t = sum + x
    if math.abs(sum) >= math.abs(x) then lost = lost + (sum - t + x) else lost = lost + (x - t + sum) end
    sum = t
  end
  return sum + lost
end

function stats.mean(list)
  if #list == 0 then return nil, "no data" end
  return stats.sum(list) / #list
end

function stats.variance(list, sample)
  local mean, m2, n = 0.0, 0.0, 0
  for _, x in ipairs(list) do
    n = n + 1
    local delta = x - mean
    mean = mean + delta / n
    m2 = m2 + delta * (x - mean)
  end
  return m2 / (sample and n - 1 or n)
end
function stats.deviation(list, sample) return stats.variance(list, sample) ^ 0.5 end

function stats.quantile(list, q)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  local position = 1 + (#sorted - 1) * q
  local low = math.floor(position)
  local fraction = position - low
  if fraction == 0 then return sorted[low] end
  return sorted[low] + fraction * (sorted[low + 1] - sorted[low])
end
function stats.median(list) return stats.quantile(list, 0.5) end

function stats.mode(list)
  local counts, best, modes = {}, 0, {}
  for _, x in ipairs(list) do
    counts[x] = (counts[x] or 0) + 1
    best = math.max(best, counts[x])
  end
  for x, n in pairs(counts) do if n == best then modes[#modes + 1] = x end end
  table.sort(modes)
  return modes, best
end

function stats.regression(xs, ys)
  local mx, my = stats.mean(xs), stats.mean(ys)
  local sxy, sxx, syy = 0, 0, 0
  for i = 1, #xs do
    sxy = sxy + (xs[i] - mx) * (ys[i] - my)
    sxx = sxx + (xs[i] - mx) ^ 2
    syy = syy + (ys[i] - my) ^ 2
  end
  local slope = sxy / sxx
  return slope, my - slope * mx, sxy / (sxx * syy) ^ 0.5
end

function stats.histogram(list, count)
  local low, high = math.min(table.unpack(list)), math.max(table.unpack(list))
  local width = (high - low) / count
  local bins = {}
  for i = 1, count do bins[i] = { low + (i - 1) * width, low + i * width, 0 } end
  for _, x in ipairs(list) do
    local i = math.min(count, (x - low) // width + 1)
    bins[math.tointeger(i)][3] = bins[math.tointeger(i)][3] + 1
  end
  return bins
end

-- Numbers for people --------------------------------------------------------------------------------------
function stats.thousands(n, separator)
  local sign, whole, rest = tostring(n):match("^(-?)(%d+)(.*)$")
  if not sign then return tostring(n) end
  separator = separator or ","
  whole = whole:reverse():gsub("%d%d%d", "%0" .. separator):reverse()
  if whole:find(separator, 1, true) == 1 then whole = whole:sub(#separator + 1) end
  return sign .. whole .. rest
end

local units = { "", "k", "M", "G", "T", "P" }
function stats.si(n, digits)
  local i = 1
  while math.abs(n) >= 1000 and i < #units do n, i = n / 1000, i + 1 end
  return (("%." .. (digits or 1) .. "f"):format(n):gsub("%.0+$", "")) .. units[i]
end

function stats.duration(seconds)
  local days, rest = seconds // 86400, seconds % 86400
  local text = ("%02d:%02d:%06.3f"):format(rest // 3600 | 0, rest % 3600 // 60 | 0, rest % 60)
  return days > 0 and ("%dd %s"):format(days, text) or text
end

local romans = { { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } }
function stats.roman(n)
  local out = {}
  for _, pair in ipairs(romans) do
    while n >= pair[1] do
      out[#out + 1] = pair[2]
      n = n - pair[1]
    end
  end
  return table.concat(out)
end

local ones = { [0] = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
  "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" }
local tens = { [2] = "twenty", [3] = "thirty", [4] = "forty", [5] = "fifty", [6] = "sixty", [7] = "seventy", [8] = "eighty", [9] = "ninety" }
local powers = { { 10 ^ 9 | 0, "billion" }, { 10 ^ 6 | 0, "million" }, { 1000, "thousand" }, { 100, "hundred" } }
function stats.words(n)
  if n < 0 then return "minus " .. stats.words(-n) end
  if n < 20 then return ones[n] end
  if n < 100 then return tens[n // 10] .. (n % 10 > 0 and "-" .. ones[n % 10] or "") end
  for _, pair in ipairs(powers) do
    local size, name = pair[1], pair[2]
    if n >= size then
      return stats.words(n // size) .. " " .. name .. (n % size > 0 and " " .. stats.words(n % size) or "")
    end
  end
end

function stats.generator(seed)
  local state = seed
  local function uniform()
    state = state * 6364136223846793005 + 1442695040888963407
    return (state >> 11) * 2 ^ -53
  end
  return uniform, function()
    local sum = 0
    for _ = 1, 12 do sum = sum + uniform() end
    return sum - 6
  end
end

return stats
