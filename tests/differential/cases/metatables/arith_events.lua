-- Shows every arithmetic metamethod, on either side (manual 2.4).
local function show(x) return type(x) == "table" and x.name or tostring(x) end
local mt = {}
for _, event in ipairs {"add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr"} do
  mt["__" .. event] = function(a, b) return event .. "(" .. show(a) .. "," .. show(b) .. ")" end
end
mt.__unm = function(a, b) return "unm(" .. show(a) .. "," .. show(b) .. ")" end
mt.__bnot = function(a, b) return "bnot(" .. show(a) .. "," .. show(b) .. ")" end
local o, p = setmetatable({name = "o"}, mt), setmetatable({name = "p"}, mt)
print(o + 1, 1 + o, o + p) print(o - 1, 1 - o) print(o * 2, 2 * o) print(o / 2, 2 / o)
print(o % 2, 2 % o) print(o ^ 2, 2 ^ o) print(o // 2, 2 // o) print(o & 1, 1 & o) print(o | 1, 1 | o)
print(o ~ 1, 1 ~ o) print(o << 1, 1 << o) print(o >> 1, 1 >> o) print(-o, ~o)
print(o + "s", "s" + o, o & "s", 1.5 | o, o + nil)
