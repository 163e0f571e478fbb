-- Shows a ring buffer with modulo indices.
local Ring = {}
Ring.__index = Ring function Ring.new(n) return setmetatable({size = n, count = 0, head = 0}, Ring) end
function Ring:push(v)
  self[self.head % self.size + 1] = v
  self.head = self.head + 1
  self.count = math.min(self.count + 1, self.size)
end
function Ring:items()
  local r = {}
  for i = self.head - self.count, self.head - 1 do r[#r + 1] = self[i % self.size + 1] end
  return r
end
local r = Ring.new(3)
for i = 1, 5 do r:push(i) print(table.concat(r:items(), " "), r.count, #r) end
