-- Generators: xoshiro256**, splitmix64, PCG32 and Mersenne Twister 19937.
local M = {}

local function rotl(x, n) return x << n | x >> (64 - n) end

function M.splitmix64(state)
  return function()
    state = state + 0x9e3779b97f4a7c15
    local z = state
    z = (z ~ z >> 30) * 0xbf58476d1ce4e5b9
    z = (z ~ z >> 27) * 0x94d049bb133111eb
    return z ~ z >> 31
  end
end

function M.xoshiro256(seed)
  local next_seed = M.splitmix64(seed)
  local s0, s1, s2, s3 = next_seed(), next_seed(), next_seed(), next_seed()
  return function()
    local result = rotl(s1 * 5, 7) * 9
    local t = s1 << 17
    s2, s3 = s2 ~ s0, s3 ~ s1
    s1, s0 = s1 ~ s2, s0 ~ s3
    s2, s3 = s2 ~ t, rotl(s3, 45)
    return result
  end
end

function M.pcg32(state, stream)
  local increment = stream << 1 | 1
  local function step()
    local old = state
    state = old * 6364136223846793005 + increment
    local shifted = (old >> 18 ~ old) >> 27 & 0xffffffff
    local rotation = old >> 59
    return (shifted >> rotation | shifted << (-rotation & 31)) & 0xffffffff
  end
  state, increment = 0, increment
  return function(seed)
    if seed then
      state = 0
      step()
      state = state + seed
      step()
    end
    return step()
  end
end

function M.mt19937(seed)
  local mt, index = { [0] = seed & 0xffffffff }, 624
  for i = 1, 623 do mt[i] = 1812433253 * (mt[i - 1] ~ mt[i - 1] >> 30) + i & 0xffffffff end
  return function()
    if index >= 624 then
      for i = 0, 623 do
        local y = mt[i] & 0x80000000 | mt[(i + 1) % 624] & 0x7fffffff
        mt[i] = mt[(i + 397) % 624] ~ y >> 1 ~ (y % 2 == 1 and 0x9908b0df or 0)
      end
      index = 0
    end
    local y = mt[index]
    index = index + 1
    y = y ~ y >> 11
    y = y ~ y << 7 & 0x9d2c5680
    y = y ~ y << 15 & 0xefc60000
    return y ~ y >> 18
  end
end

function M.float(n) return (n >> 11) * (0.5 / (1 << 52)) end

return M
