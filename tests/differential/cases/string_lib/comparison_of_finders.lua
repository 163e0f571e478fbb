-- Shows the same search by find loops, gmatch and gsub counts.
local text = "she sells sea shells by the sea shore"
local function by_find(p)
  local n, pos = 0, 1
  while true do local s, e = text:find(p, pos) if not s then return n end n = n + 1 pos = e + 1 end
end
local function by_gmatch(p) local n = 0 for _ in text:gmatch(p) do n = n + 1 end return n end
local function by_gsub(p) return (select(2, text:gsub(p, "%0"))) end
for _, p in ipairs {"s", "sea", "sh?e", "%f[%w]s%w+", "%s", "[aeiou]", "(%w)%1", "e%f[%W]"} do
  print(p, by_find(p), by_gmatch(p), by_gsub(p))
end
local freq, keys = {}, {}
for c in text:gmatch "%a" do if not freq[c] then keys[#keys + 1] = c end freq[c] = (freq[c] or 0) + 1 end
table.sort(keys, function(a, b) return freq[a] > freq[b] or freq[a] == freq[b] and a < b end)
for _, k in ipairs(keys) do io.write(k, freq[k], " ") end
print()
