-- Shows a decoder written with bytes and shifts agreeing with the library.
local function decode(s)
  local out, i = {}, 1
  while i <= #s do
    local b = s:byte(i)
    local n, v
    if b < 0x80 then n, v = 1, b
    elseif b < 0xE0 then n, v = 2, b & 0x1F
    elseif b < 0xF0 then n, v = 3, b & 0x0F
    else n, v = 4, b & 0x07
    end
    for k = 1, n - 1 do v = v << 6 | s:byte(i + k) & 0x3F
    end
    out[#out + 1] = v
    i = i + n
  end
  return table.concat(out, " ")
end
local s = "Aé日🎈\0~"
print(decode(s))
print(decode(s) == table.concat({utf8.codepoint(s, 1, -1)}, " "), utf8.len(s), #s)
for _, c in ipairs {0x24, 0xA2, 0x20AC, 0x10348} do
  io.write(utf8.char(c), " ", decode(utf8.char(c)) + 0 == c and "ok" or "bad", " ")
end
print()
