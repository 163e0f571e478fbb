-- Shows loops nested 30 levels deep.
local depth = 30
local source = {"local n = 0\n"}
for i = 1, depth do source[#source + 1] = ("for i%d = 1, %d do "):format(i, i % 10 == 0 and 2 or 1) end
source[#source + 1] = "n = n + 1 if n == 7 then goto out end "
source[#source + 1] = ("end "):rep(depth)
source[#source + 1] = "::out:: return n"
print(load(table.concat(source))())
source = {"local n = 0\n"}
for i = 1, depth do source[#source + 1] = "while true do n = n + 1 " end
source[#source + 1] = ("break end "):rep(depth) .. "return n"
print(load(table.concat(source))())
source = {"local n = 0\n"}
for i = 1, depth do source[#source + 1] = "for _, v in ipairs{1} do repeat " end
source[#source + 1] = "n = n + v "
source[#source + 1] = ("until true end "):rep(depth) .. "return n"
print(load(table.concat(source))())
