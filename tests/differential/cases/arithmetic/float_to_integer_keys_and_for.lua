-- Shows where floats with integral values become integers: keys, bitwise, string library.
local t = {}
t[1.0] = "a"; t[2^53] = "b"; t[-0.0] = "z"
print(t[1], t[1 << 53], t[0], next({[3.0] = 1}))
print(math.type(next({[3.0] = 1})), math.type(next({[2^63] = 1})), math.type(next({[0.5] = 1})))
print(("abc"):sub(2.0), pcall(string.sub, "abc", 1.5))
print(string.rep("x", 3.0), pcall(string.rep, "x", "a"))
print(string.char(65.0), pcall(string.char, 65.5))
print(pcall(string.rep, "x", "2.0"))
