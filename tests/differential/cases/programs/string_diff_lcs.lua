-- Shows longest common subsequence and edit distance by dynamic programming.
local function lcs(a, b)
  local t = setmetatable({}, {__index = function() return setmetatable({}, {__index = function() return 0 end}) end})
  for i = 1, #a do
    local row = setmetatable({}, {__index = function() return 0 end})
    t[i] = row
    for j = 1, #b do
      if a:sub(i, i) == b:sub(j, j) then row[j] = t[i - 1][j - 1] + 1
      else row[j] = math.max(t[i - 1][j], row[j - 1])
      end
    end
  end
  local i, j, out = #a, #b, {}
  while i > 0 and j > 0 do
    if a:sub(i, i) == b:sub(j, j) then
      table.insert(out, 1, a:sub(i, i))
      i, j = i - 1, j - 1
    elseif t[i - 1][j] >= t[i][j - 1] then i = i - 1
    else j = j - 1
    end
  end
  return table.concat(out)
end
local function edit(a, b)
  local prev = {}
  for j = 0, #b do prev[j] = j
  end
  for i = 1, #a do
    local cur = {[0] = i}
    for j = 1, #b do cur[j] = math.min(prev[j] + 1, cur[j - 1] + 1, prev[j - 1] + (a:byte(i) == b:byte(j) and 0 or 1))
    end
    prev = cur
  end
  return prev[#b]
end
for _, p in ipairs {{"kitten", "sitting"}, {"flaw", "lawn"}, {"", "abc"}, {"abcbdab", "bdcaba"}, {"same", "same"}} do
  print(p[1], p[2], lcs(p[1], p[2]), edit(p[1], p[2]))
end
