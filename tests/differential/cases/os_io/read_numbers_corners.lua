-- Shows which characters the number format of read takes, and where it stops.
local name = os.tmpname()
for _, text in ipairs{"12 13", "0x1F", "0x", "0x1p4z", "1e5", "1e", "1e+", "-5", "+5", "--5", ".5", "5.", ".", "-",
  "1.2.3", "0x.8", "nan", "inf", "1_0", "  \n\t7", "", " ", "99999999999999999999", "9223372036854775808",
  "0x10000000000000000", ("1"):rep(250), "1,5", "1e400", "0xep1", "5x", "1 2 3", "00", "-.5e-1e"} do
  local f = io.open(name, "w") f:write(text) f:close() f = io.open(name)
    local n = f:read("n") print(("%q"):format(#text > 40 and #text or text), n, math.type(n),
    ("%q"):format(f:read("a"))) f:close()
end
local f = io.open(name, "w")
f:write("1 2\n3 x 4\n")
f:close()
f = io.open(name)
print(f:read("n", "n", "n", "n", "n"))
print(f:read("l"))
f:close()
for n in io.lines(name, "n") do io.write(n, ";") end
print()
os.remove(name)
