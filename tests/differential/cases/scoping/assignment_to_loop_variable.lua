-- Shows that assigning the loop variable changes only the copy.
for i = 1, 3 do local j = i; i = i * 10; io.write(j, ":", i, " ") end
print()
for i = 3, 1, -1 do i = 100; io.write(i, " ") end
print()
for k, v in ipairs({"a", "b"}) do v = v .. v; k = k + 10; io.write(k, v, " ") end
print()
local t = {1, 2, 3}
for i = 1, #t do t[#t + 1] = i; if #t > 10 then break end end
print(#t)
