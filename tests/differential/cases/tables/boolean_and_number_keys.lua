-- Shows that true, 1, 1.0 and "1" do not collide as they would in other languages.
local t = {[true] = "true", [1] = "one", [false] = "false", [0] = "zero", [""] = "empty", ["true"] = "s"}
print(t[true], t[1], t[false], t[0], t[""], t["true"])
t[true] = nil
print(t[true], t[1])
t[1] = nil
print(t[true], t[1], t[0], t[false])
local seen = {}
for k, v in pairs({[true] = 1, [1] = 2, ["1"] = 3, [1.25] = 4}) do seen[#seen + 1] = type(k) .. tostring(k) .. "=" .. v
end
table.sort(seen)
print(table.concat(seen, " "))
