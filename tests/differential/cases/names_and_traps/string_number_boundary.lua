-- Shows where "10" and 10 are the same and where they are not.
print("10" + 0 == 10, "10" == 10, 10 .. "" == "10", ("10" + 0) .. "", "10" * "10", "0x10" + 0, "1e1" + 0, " 5 " * 1)
local t = {["10"] = "s", [10] = "n"} print(t["10"], t[10], t["1" .. 0], t["10" + 0], t[5 + 5])
print(10 < 9, "10" < "9", pcall(function() return 10 < "9" end))
print(math.max(10, 9), ("10"):rep(2), (10 .. ""):rep(2), #"10", pcall(function() return #10 end))
print(tonumber("10") == 10, tonumber(10) == 10, tostring(10) == "10", tostring(10.0), 10 == 10.0, "10" == "10.0")
for i = "1" + 0, "3" + 0 do io.write(i, " ") end print(pcall(function() for i = "1", 3 do end end))
print(("5"):format(), string.format("%d|%s|%5.1f", "5", 5, "5"), -"5", - "-5", "5" // 2, "5" % 2, "5" / 2, "2" ^ "3", pcall(function() return "a" + 1 end))
print(string.rep("x", "3"), ("x"):sub("1", "1"), select("2", "a", "b"), table.concat({1, 2}, 3), utf8.char("65"), pcall(math.floor, "x"), math.floor("3.7"))
