-- Shows that equal strings built in different ways are the same key.
local t = {}
t["abc"] = 1
t[("ab") .. "c"] = t["abc"] + 1
t[string.char(97, 98, 99)] = t["abc"] + 1
t[("xabcx"):sub(2, 4)] = t["abc"] + 1
t[table.concat {"a", "b", "c"}] = t["abc"] + 1
t[string.format("%s%s", "ab", "c")] = t["abc"] + 1
print(t.abc)
local n = 0
for _ in pairs(t) do n = n + 1 end
print(n)
