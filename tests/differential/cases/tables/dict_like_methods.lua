-- Shows fields whose names are those of dictionary methods elsewhere.
local d = {keys = 1, values = "v", items = {}, get = function(self, k) return self[k] end, pop = false}
print(d.keys, d.values, #d.items, d:get("keys"), d.pop, d.update, d.clear, d.copy)
d.update = function(self, v) self.keys = v return self end
print(d:update(5).keys, d:get "values")
d.clear = nil
print(pcall(function() d:clear() end))
print(pcall(function() d.copy() end))
print(pcall(function() return d:items() end))
