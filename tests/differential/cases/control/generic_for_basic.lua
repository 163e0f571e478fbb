-- Shows generic for: pairs, ipairs, custom iterators, several variables, extra values.
for i, v in ipairs {"a", "b"} do io.write(i, v, " ") end print()
for k in pairs {x = 1} do io.write(k, " ") end print()
for a, b, c, d in (function(s, i) if i < 2 then return i + 1, s, "c" end end), "state", 0 do print(a, b, c, d) end
for w in string.gmatch("one two", "%a+") do io.write(w, ".") end print()
local function once(v, done) if not done then return true, v end end
for _, v in once, nil, nil do print("loops until nil") break end
for k, v in next, {10} do print(k, v) end
for i in (function() local n = 3 return function() n = n - 1 if n >= 0 then return n end end end)() do
  io.write(i, " ")
end
print()
for x in (function() return false end) do print(x) break end
for x in function() end do print "never" end
