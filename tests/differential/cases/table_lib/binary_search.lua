-- Shows binary search and insertion points on sorted lists.
local function search(t, x)
  local lo, hi = 1, #t
  while lo <= hi do
    local mid = (lo + hi) // 2
    if t[mid] == x then return mid elseif t[mid] < x then lo = mid + 1 else hi = mid - 1 end
  end
  return nil, lo
end
local t = {}
for i = 1, 50 do t[i] = i * 3 end
for _, x in ipairs {3, 150, 75, 76, 0, 151, 2.5} do print(x, search(t, x)) end
