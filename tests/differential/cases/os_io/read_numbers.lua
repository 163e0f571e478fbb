-- Shows read("n") on all kinds of numerals and on text that is none.
local name = "data.tmp"
local function try(text)
  local f = io.open(name, "w")
  f:write(text)
  f:close()
  f = io.open(name)
  local r = table.pack(f:read("n", "n", "n"))
  io.write(("%q"):format(text), " ->")
  for i = 1, r.n do io.write(" ", tostring(r[i]), r[i] and ":" .. math.type(r[i]) or "") end
  print(" rest", ("%q"):format(f:read("a")))
  f:close()
end
for _, s in ipairs {"1 2 3", "10.5 -3 +4", "0x1F 0xA.8p1 1e3", "abc", "12abc", "1,2", "--5", "1e+", ".5 5. .", "0x", "  \n\t 7", "", "9223372036854775808 1", "-0x10 1_000", "inf nan", "1e400 2", "- 5", "12 x 13"} do try(s)
end
os.remove(name)
