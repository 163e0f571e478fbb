-- Shows the game of life on a torus with a glider.
local w, h = 8, 6
local grid = {}
for y = 1, h do grid[y] = {} for x = 1, w do grid[y][x] = 0 end end
for _, p in ipairs {{2, 1}, {3, 2}, {1, 3}, {2, 3}, {3, 3}} do grid[p[2]][p[1]] = 1 end
local function step(g)
  local n = {}
  for y = 1, h do n[y] = {}
    for x = 1, w do
      local s = 0
      for dy = -1, 1 do
        for dx = -1, 1 do if dx ~= 0 or dy ~= 0 then s = s + g[(y + dy - 1) % h + 1][(x + dx - 1) % w + 1] end end
      end
      n[y][x] = (s == 3 or (s == 2 and g[y][x] == 1)) and 1 or 0
    end
  end
  return n
end
for gen = 1, 4 do grid = step(grid) end
for y = 1, h do print((table.concat(grid[y]):gsub("0", "."):gsub("1", "#"))) end
