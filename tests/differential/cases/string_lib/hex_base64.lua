-- Shows hex dumps and base64 made with gsub and shifts.
local function tohex(s) return (s:gsub(".", function(c) return ("%02X"):format(c:byte()) end)) end
local function fromhex(h) return (h:gsub("..", function(x) return string.char(tonumber(x, 16)) end)) end
print(tohex "Lua 5.4\0\xff", fromhex(tohex "round trip") == "round trip", fromhex "48656C6C6F")
local A = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function enc(s)
  return (s:gsub("..?.?", function(c) local a, b, d = c:byte(1, 3) local n = a << 16 | (b or 0) << 8 | (d or 0) local r = "" for i = 18, 0, -6 do local k = (n >> i & 63) + 1 r = r .. A:sub(k, k) end return r:sub(1, #c + 1) .. ("="):rep(3 - #c) end))
end
local function dec(s)
  s = s:gsub("=", "")
  return (s:gsub("..?.?.?", function(c) local n, bits = 0, 0 for ch in c:gmatch "." do n = n << 6 | (A:find(ch, 1, true) - 1) bits = bits + 6 end n = n >> bits % 8 local r = "" for i = bits // 8 - 1, 0, -1 do r = r .. string.char(n >> 8 * i & 255) end return r end))
end
for _, s in ipairs {"", "f", "fo", "foo", "foob", "\0\xff\xfe", "日本語"} do print(enc(s), dec(enc(s)) == s) end
