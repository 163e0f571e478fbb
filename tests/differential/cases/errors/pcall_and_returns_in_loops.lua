-- Shows pcall results used directly in conditions, assignments and tables.
local function mayfail(x) if x % 2 == 0 then error("even " .. x, 0) end return x * 10, x end
local t = {pcall(mayfail, 1)}
print(#t, t[1], t[2], t[3])
t = {pcall(mayfail, 2)}
print(#t, t[1], t[2])
for i = 1, 4 do
  if pcall(mayfail, i) then io.write("ok ") else io.write("fail ") end
  local ok, a, b = pcall(mayfail, i)
  io.write(tostring(ok), " ", tostring(a), " ", tostring(b), "; ")
end
print()
if not pcall(error) then print "not pcall" end
print(pcall(mayfail, 3) and "and" or "or", (select(2, pcall(mayfail, 4))))
