-- Shows a binary heap priority queue.
local Heap = {}
Heap.__index = Heap function Heap.new(lt)
  return setmetatable({n = 0, lt = lt or function(a, b) return a < b end}, Heap)
end
function Heap:push(v)
  self.n = self.n + 1
  local i = self.n
  self[i] = v
  while i > 1 and self.lt(self[i], self[i // 2]) do self[i], self[i // 2] = self[i // 2], self[i] i = i // 2 end
end
function Heap:pop()
  if self.n == 0 then
    return nil
  end
  local top = self[1]
  self[1] = self[self.n]
  self[self.n] = nil
  self.n = self.n - 1
  local i = 1
  while true do
    local s, l, r = i, 2 * i, 2 * i + 1
    if l <= self.n and self.lt(self[l], self[s]) then s = l end
    if r <= self.n and self.lt(self[r], self[s]) then s = r end
    if s == i then return top end
    self[i], self[s] = self[s], self[i]
    i = s
  end
end
local h = Heap.new()
for _, v in ipairs {5, 3, 8, 1, 9, 2, 7} do h:push(v) end
while h.n > 0 do io.write(h:pop(), " ") end
print(h:pop())
local w = Heap.new(function(a, b) return a.p > b.p end)
for i, p in ipairs {3, 1, 2} do w:push {p = p, i = i} end
io.write(w:pop().i, w:pop().i, w:pop().i, "\n")
