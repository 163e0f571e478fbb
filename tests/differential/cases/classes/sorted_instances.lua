-- The metatable of these has no `__lt`, though the class has.
local Item = {}
function Item.new(key) return setmetatable({key = key}, {__index = Item}) end
function Item:get() return self.key end
function Item.__lt(self, other) return self.key < other.key end
local items = {Item.new(2), Item.new(1), Item.new(3)}
print(items[1]:get(), pcall(table.sort, items))

local Other = {}
Other.__index = Other
function Other.new(key) return setmetatable({key = key}, Other) end
function Other.__lt(self, other) return self.key < other.key end
local others = {Other.new(2), Other.new(1), Other.new(3)}
table.sort(others)
print(others[1].key, others[2].key, others[3].key)
