-- Shows names: case matters, underscores, digits, keywords as fields only by string.
local And, _, _G1, a1b2, __x = 1, 2, 3, 4, 5
print(And, _, _G1, a1b2, __x)
local t = {["end"] = 1, ["nil"] = 2, goto_ = 3, ["and"] = 4}
print(t["end"], t["nil"], t.goto_, t["and"])
print(load("local end = 1"))
print(load("local t = {} t.while = 1"))
print(load("x.function()"))
local class, def, lambda, None, True, import, self, async, yield, is, pass = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
print(class, def, lambda, None, True, import, self, async, yield, is, pass)
