-- Shows all solutions of the six queens problem and the count for eight.
local function queens(n, emit)
  local cols = {}
  local function safe(r, c)
    for i = 1, r - 1 do local d = cols[i] - c if d == 0 or d == r - i or d == i - r then return false end end
    return true
  end
  local function place(r)
    if r > n then emit(cols) return end
    for c = 1, n do if safe(r, c) then cols[r] = c place(r + 1) end end
  end
  place(1)
end
queens(6, function(c) print(table.concat(c, " ")) end)
local count = 0
queens(8, function() count = count + 1 end)
print(count)
