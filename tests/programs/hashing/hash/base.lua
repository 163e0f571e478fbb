-- Encodings: hexadecimal, base64 (plain and for URLs), base32, base85, run lengths, varints.
local M = {}

function M.hex(text) return (text:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
function M.unhex(text)
  if #text % 2 ~= 0 or text:find("%X") then return nil, "bad hexadecimal at " .. (text:find("%X") or #text) end
  return (text:gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end))
end

local function alphabet(text)
  local encode, decode = {}, {}
  for i = 1, #text do
    local c = text:sub(i, i)
    encode[i - 1], decode[c:byte()] = c, i - 1
  end
  return { encode = encode, decode = decode }
end
local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
local plain = alphabet(letters .. letters:lower() .. "0123456789+/")
local url = alphabet(letters .. letters:lower() .. "0123456789-_")

function M.base64(text, for_url)
  local encode = (for_url and url or plain).encode
  local out = {}
  for at = 1, #text - 2, 3 do
    local a, b, c = text:byte(at, at + 2)
    local n = a << 16 | b << 8 | c
    out[#out + 1] = encode[n >> 18] .. encode[n >> 12 & 63] .. encode[n >> 6 & 63] .. encode[n & 63]
  end
  local rest = #text % 3
  if rest == 1 then
    local n = text:byte(-1) << 16
    out[#out + 1] = encode[n >> 18] .. encode[n >> 12 & 63] .. (for_url and "" or "==")
  elseif rest == 2 then
    local a, b = text:byte(-2, -1)
    local n = a << 16 | b << 8
    out[#out + 1] = encode[n >> 18] .. encode[n >> 12 & 63] .. encode[n >> 6 & 63] .. (for_url and "" or "=")
  end
  return table.concat(out)
end

function M.unbase64(text, for_url)
  local decode = (for_url and url or plain).decode
  local out, bits, count = {}, 0, 0
  for at, c in text:gmatch("()([^=%s])") do
    local value = decode[c:byte()]
    if not value then return nil, ("bad character %q at %d"):format(c, at) end
    bits, count = bits << 6 | value, count + 6
    if count >= 8 then
      count = count - 8
      out[#out + 1] = string.char(bits >> count & 0xff)
      bits = bits & (1 << count) - 1
    end
  end
  return table.concat(out)
end

function M.base85(text)
  local out = {}
  for at = 1, #text, 4 do
    local block = text:sub(at, at + 3)
    local n = (">I4"):unpack(block .. ("\0"):rep(4 - #block))
    local digits = {}
    for i = 5, 1, -1 do digits[i], n = string.char(33 + n % 85), n // 85 end
    out[#out + 1] = table.concat(digits, "", 1, #block + 1)
  end
  return table.concat(out)
end

function M.run_lengths(text)
  local out, i = {}, 1
  while i <= #text do
    local c = text:sub(i, i)
    local _, stop = text:find("^" .. c:gsub("%W", "%%%0") .. "+", i)
    local n = stop - i + 1
    out[#out + 1] = n > 1 and n .. c or c
    i = stop + 1
  end
  return table.concat(out)
end

function M.varint(n)
  local bytes = {}
  repeat
    local low = n & 0x7f
    n = n >> 7
    bytes[#bytes + 1] = string.char(n ~= 0 and low | 0x80 or low)
  until n == 0
  return table.concat(bytes)
end

function M.unvarint(text, at)
  local n, shift = 0, 0
  at = at or 1
  while true do
    local byte = text:byte(at)
    if not byte then error("unfinished varint", 2) end
    n = n | (byte & 0x7f) << shift
    at, shift = at + 1, shift + 7
    if byte < 0x80 then return n, at end
  end
end

return M
