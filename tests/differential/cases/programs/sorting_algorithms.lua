-- Shows six sorting algorithms giving the same result.
local data = {}
local s = 99
for i = 1, 40 do s = (s * 75 + 74) % 65537 data[i] = s % 100 end
local function copy() return table.move(data, 1, #data, 1, {}) end
local sorts = {} function sorts.bubble(t)
  for i = #t, 2, -1 do for j = 1, i - 1 do if t[j] > t[j + 1] then t[j], t[j + 1] = t[j + 1], t[j] end end end
end
function sorts.insertion(t)
  for i = 2, #t do local v, j = t[i], i - 1 while j > 0 and t[j] > v do t[j + 1] = t[j] j = j - 1 end t[j + 1] = v end
end
function sorts.selection(t)
  for i = 1, #t do local m = i for j = i + 1, #t do if t[j] < t[m] then m = j end end t[i], t[m] = t[m], t[i] end
end
function sorts.quick(t, lo, hi)
  lo, hi = lo or 1, hi or #t
  if lo < hi then
    local p, i = t[hi], lo
    for j = lo, hi - 1 do if t[j] < p then t[i], t[j] = t[j], t[i] i = i + 1 end end
    t[i], t[hi] = t[hi], t[i]
    sorts.quick(t, lo, i - 1)
    sorts.quick(t, i + 1, hi)
  end
end
function sorts.merge(t)
  if #t < 2 then return end
  local m = #t // 2
  local a, b = table.move(t, 1, m, 1, {}), table.move(t, m + 1, #t, 1, {})
  sorts.merge(a)
  sorts.merge(b)
  local i, j = 1, 1
  for k = 1, #t do if j > #b or (i <= #a and a[i] <= b[j]) then t[k] = a[i] i = i + 1 else t[k] = b[j] j = j + 1 end end
end
function sorts.library(t) table.sort(t) end
local want
local names = {"bubble", "insertion", "selection", "quick", "merge", "library"}
for _, n in ipairs(names) do
  local t = copy()
  sorts[n](t)
  local got = table.concat(t, " ")
  want = want or got
  print(n, got == want)
end
print(want)
