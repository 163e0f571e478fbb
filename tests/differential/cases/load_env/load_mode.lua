-- Shows the mode argument: text and binary chunks refused or accepted.
local bin = string.dump(function() return "from binary" end)
print(load("return 1", "=m", "t")(), load("return 1", "=m", "bt")())
print(load("return 1", "=m", "b"))
print(load(bin, "=m", "b")(), load(bin, "=m", "bt")(), load(bin)())
print(load(bin, "=m", "t"))
print(load("", "=m", "b")) print(type(load("", "=m", "t")))
print(load("\27rubbish", "=m", "t"))
print(load("return 1", "=m", "x"))
