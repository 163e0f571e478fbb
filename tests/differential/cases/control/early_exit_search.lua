-- Shows searching nested lists with goto, flags and returns giving equal results.
local grid = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
local function by_goto(x)
  local r, c
  for i = 1, #grid do for j = 1, #grid[i] do if grid[i][j] == x then r, c = i, j goto found end end end
  do return nil end
  ::found::
  return r, c
end
local function by_return(x)
  for i, row in ipairs(grid) do for j, v in ipairs(row) do if v == x then return i, j end end end
end
local function by_flag(x)
  local i, r, c, found = 1
  while i <= #grid and not found do
    local j = 1
    repeat if grid[i][j] == x then found, r, c = true, i, j end j = j + 1 until found or j > 3
    i = i + 1
  end
  return r, c
end
for _, x in ipairs {1, 6, 8, 10} do print(x, by_goto(x)) print(x, by_return(x)) print(x, by_flag(x)) end
