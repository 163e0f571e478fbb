-- Shows a JSON encoder and decoder with escapes and errors.
local esc = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t"}
local function encode(v)
  local t = type(v)
  if t == "string" then
    return '"' .. v:gsub('["\\%c]', function(c) return esc[c] or ("\\u%04x"):format(c:byte()) end) .. '"'
  end
  if t ~= "table" then return tostring(v) end
  local out = {}
  if #v > 0 then
    for i, x in ipairs(v) do out[i] = encode(x) end
    return "[" .. table.concat(out, ",") .. "]"
  end
  local keys = {}
  for k in pairs(v) do keys[#keys + 1] = k end
  table.sort(keys)
  for i, k in ipairs(keys) do out[i] = encode(k) .. ":" .. encode(v[k]) end
  return "{" .. table.concat(out, ",") .. "}"
end
local function decode(s)
  local pos = 1
  local function fail(m) error(("%s at %d"):format(m, pos), 0) end
  local function skip() pos = s:find("%S", pos) or #s + 1 end
  local value
  local function str()
    local out = {}
    pos = pos + 1
    while true do
      local c = s:sub(pos, pos)
      if c == "" then fail "unfinished string" elseif c == '"' then pos = pos + 1 return table.concat(out)
      elseif c == "\\" then
        local e = s:sub(pos + 1, pos + 1)
        if e == "u" then out[#out + 1] = utf8.char(tonumber(s:sub(pos + 2, pos + 5), 16)) pos = pos + 6
        else out[#out + 1] = ({n = "\n", t = "\t"})[e] or e pos = pos + 2 end
      else out[#out + 1] = c pos = pos + 1 end
    end
  end
  function value()
    skip()
    local c = s:sub(pos, pos)
    if c == '"' then return str() end
    if c == "[" or c == "{" then
      local close, r = c == "[" and "]" or "}", {}
      pos = pos + 1 skip()
      if s:sub(pos, pos) == close then pos = pos + 1 return r end
      while true do
        skip()
        if c == "[" then r[#r + 1] = value()
        else
          local k = str() skip()
          if s:sub(pos, pos) ~= ":" then fail "colon expected" end
          pos = pos + 1 r[k] = value()
        end
        skip()
        local d = s:sub(pos, pos)
        pos = pos + 1
        if d == close then return r elseif d ~= "," then fail "comma expected" end
      end
    end
    local word = s:match("^%a+", pos)
    if word then pos = pos + #word
      if word == "true" then
        return true
      elseif word == "false" then
        return false
      elseif word == "null" then
        return nil
      else fail "bad word"
      end
    end
    local num = s:match("^-?%d+%.?%d*[eE]?[+-]?%d*", pos)
    if not num then fail "unexpected character" end
    pos = pos + #num
    return tonumber(num)
  end
  local v = value() skip()
  if pos <= #s then fail "trailing text" end
  return v
end
local text = encode {name = "x\"y\n\1", list = {1, 2.5, {a = true}}, empty = {}, n = -0.5}
print(text) print(encode(decode(text)) == text) print(encode(decode ' [1, {"k" : [ ]}, "\\u00e9\\n", -1e3, false] '))
for _, bad in ipairs {"[1,", '{"a" 1}', "[1 2]", "nope", '"abc', "1 2", ""} do print(pcall(decode, bad)) end
