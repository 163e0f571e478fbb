-- Shows the usual helper functions: split, trim, join, starts, title case, wrap.
local function split(s, sep)
  local out = {}
  for piece in (s .. sep):gmatch("(.-)" .. sep:gsub("%p", "%%%0")) do out[#out + 1] = piece end
  return out
end
print(table.concat(split("a,b,,c", ","), "|"), #split("", ","), #split("abc", "."), table.concat(split("1.2.3", "."), " "))
local function trim(s) return (s:gsub("^%s+", ""):gsub("%s+$", "")) end
print("[" .. trim "  x y  " .. "]", "[" .. trim "" .. "]", "[" .. trim " \t\n " .. "]")
local function starts(s, p) return s:sub(1, #p) == p end
local function ends(s, p) return p == "" or s:sub(-#p) == p end
print(starts("hello", "he"), starts("h", "he"), ends("hello", "lo"), ends("x", ""), ends("x", "yx"))
print((("the quick brown"):gsub("(%a)(%w*)", function(a, b) return a:upper() .. b end)))
print((("CamelCaseName"):gsub("(%l)(%u)", "%1_%2"):lower()))
print((("snake_case_name"):gsub("_(%l)", function(c) return c:upper() end)))
local function wrap(s, w)
  local out, line = {}, ""
  for word in s:gmatch "%S+" do
    if #line + #word + 1 > w and line ~= "" then out[#out + 1] = line
      line = word
    else line = line == "" and word or line .. " " .. word
    end
  end
  out[#out + 1] = line
  return table.concat(out, "\n")
end
print(wrap("the quick brown fox jumps over the lazy dog", 12))
print(("%s"):rep(3, "-"):format("a", "b", "c"))
