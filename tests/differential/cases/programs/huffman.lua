-- Shows Huffman codes for a text, encoding and decoding.
local text = "abracadabra alakazam"
local freq = {}
for c in text:gmatch "." do freq[c] = (freq[c] or 0) + 1 end
local nodes = {}
for c, n in pairs(freq) do nodes[#nodes + 1] = {n = n, c = c, k = c} end
local function less(a, b) if a.n ~= b.n then return a.n < b.n end return a.k < b.k end
while #nodes > 1 do
  table.sort(nodes, less)
  local a, b = table.remove(nodes, 1), table.remove(nodes, 1)
  nodes[#nodes + 1] = {n = a.n + b.n, a = a, b = b, k = math.min(a.k:byte(), b.k:byte()) < b.k:byte() and a.k or b.k}
end
local codes = {}
local function walk(n, p) if n.c then codes[n.c] = p else walk(n.a, p .. "0") walk(n.b, p .. "1") end end
walk(nodes[1], "")
local bits = text:gsub(".", codes)
local out, n = {}, nodes[1]
for b in bits:gmatch "." do n = b == "0" and n.a or n.b if n.c then out[#out + 1] = n.c n = nodes[1] end end
print(table.concat(out) == text, #bits, #text * 8)
local keys = {}
for c in pairs(codes) do keys[#keys + 1] = c end
table.sort(keys)
for _, c in ipairs(keys) do io.write(c, "=", codes[c], " ") end
print()
