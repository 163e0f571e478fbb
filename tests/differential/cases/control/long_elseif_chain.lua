-- Shows an if statement with 300 elseif branches.
local parts = {"local x = ... if x == 0 then return 'zero'\n"}
for i = 1, 300 do parts[#parts + 1] = ("elseif x == %d then return 'n%d'\n"):format(i, i) end
parts[#parts + 1] = "else return 'other' end"
local f = load(table.concat(parts))
print(f(0), f(1), f(150), f(300), f(301), f("1"))
