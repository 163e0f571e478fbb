-- Shows errors for nil and NaN keys when writing, and nil when reading.
local t = {}
print(t[nil], t[0/0])
print(pcall(function() t[nil] = 1 end))
print(pcall(function() t[0/0] = 1 end))
print(pcall(function() return {[nil] = 1} end))
print(pcall(function() local k; t[k] = 1 end))
print(pcall(rawset, t, nil, 1))
print(pcall(rawset, t, 0/0, 1))
print(rawget(t, nil), rawget(t, 0/0))
print(pcall(next, t, "nokey"))
print(pcall(next, t, nil))
print(pcall(function() t[nil] = nil end))
