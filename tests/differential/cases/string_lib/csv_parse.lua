-- Shows a CSV line parser with quotes.
local function parse(line)
  local res, pos = {}, 1
  while true do
    local c = line:sub(pos, pos)
    if c == '"' then
      local txt = ""
      repeat
        local s, e, t, q = line:find('^"(.-)"("?)', pos)
        txt = txt .. t .. (q == '"' and '"' or "")
        pos = e + (q == '"' and 0 or 1)
      until q ~= '"'
      res[#res + 1] = txt
      pos = pos + 1
      if pos - 1 > #line then
        break
      end
    else
      local s, e = line:find(",", pos, true)
      if s then res[#res + 1] = line:sub(pos, s - 1)
        pos = e + 1
      else res[#res + 1] = line:sub(pos)
        break
      end
    end
  end
  return res
end
for _, l in ipairs {'a,b,c', 'x,"y z",w', '"q ""uoted""",end', ',,', '"only"'} do
  local r = parse(l)
  io.write(#r, ": ")
  for _, f in ipairs(r) do io.write("<", f, ">") end
  print()
end
