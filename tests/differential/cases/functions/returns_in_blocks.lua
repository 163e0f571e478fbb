-- Shows return inside nested blocks, loops and branches.
local function find(t, x)
  for i, v in ipairs(t) do
    if v == x then
      do return i, "found" end
    end
  end
  while true do
    repeat
      if x then return nil, "missing" else break end
    until false
    return "nothing to look for"
  end
end
print(find({5, 6, 7}, 6)) print(find({}, 1)) print(find({}))
local function early(n) if n < 0 then return end if n == 0 then return nil end do return n, n end end
print(select("#", early(-1)), select("#", early(0)), select("#", early(1)))
