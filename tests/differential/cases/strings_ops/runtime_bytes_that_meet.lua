-- Bytes that make up a character are the same string in whatever pieces they come.
local function bytes(s) return (s:gsub(".", function(c) return ("%02x "):format(c:byte()) end)) end
local samples = { "", "a", "\xe2", "\x82", "\xac", "\xe2\x82", "\x82\xac", "\xe2\x82\xac", "\xf0\x9f", "\x98\x80", "\xff" }
local seen = {}
for _, a in ipairs(samples) do
  for _, b in ipairs(samples) do
    local two = a .. b
    seen[two] = (seen[two] or 0) + 1
    for _, c in ipairs(samples) do
      local three, folded = a .. b .. c, two .. c
      assert(three == folded and #three == #a + #b + #c and bytes(three) == bytes(a) .. bytes(b) .. bytes(c))
      seen[three] = (seen[three] or 0) + 1
      seen[a .. 1 .. b .. c] = true
    end
  end
end
print(seen["\u{20ac}"], seen["\u{1f600}"], seen["\xe2\x82"])
local meeting = setmetatable({}, { __concat = function(left, right) return type(left) == "string" and left or right end })
print(bytes("\xe2" .. "\x82" .. meeting), bytes(meeting .. "\xe2" .. "\x82" .. "\xac"))

-- A string that grows by a few bytes at a time.
local state, all = 1, {}
for i = 1, 20000 do
  state = (state * 1103515245 + 12345) % 2147483648
  all[i] = string.char(state // 65536 % 256)
end
local grown = ""
for i = 1, #all, 2 do grown = grown .. all[i] .. all[i + 1] end
print(#grown, grown == table.concat(all))
