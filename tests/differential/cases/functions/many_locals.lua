-- Shows a function with 190 locals, parameters and upvalues among them.
local parts = {"local a1 = 1\n"}
for i = 2, 190 do parts[#parts + 1] = ("local a%d = a%d + 1\n"):format(i, i - 1) end
print(load(table.concat(parts) .. "return a190, a1 + a100")())
parts[#parts + 1] = "return (function() a1 = a190 + a1; return a1, a2 end)()"
print(load(table.concat(parts))())
