-- Shows warn: off by default, control messages, argument errors.
warn("not shown, warnings are off")
warn("@on")
print(pcall(warn))
print(pcall(warn, {}))
print(pcall(warn, "x", nil))
warn("@off")
warn("also ", "not shown")
print("done")
