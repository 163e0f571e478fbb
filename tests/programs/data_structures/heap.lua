-- Binary heap with an order of one's own, and handles whose priority can change.
local Heap = {}
Heap.__index = Heap

function Heap.new(before, items)
  local heap = setmetatable({ before = before or function(a, b) return a < b end, n = 0, where = setmetatable({}, { __mode = "k" }) }, Heap)
  if items then
    for i, item in ipairs(items) do
      heap[i] = item
      heap.n = i
      if type(item) == "table" then heap.where[item] = i end
    end
    for i = heap.n // 2, 1, -1 do heap:down(i) end
  end
  return heap
end

function Heap:place(i, item)
  self[i] = item
  if type(item) == "table" then self.where[item] = i end
end

function Heap:up(i)
  local item = self[i]
  while i > 1 do
    local parent = i >> 1
    if not self.before(item, self[parent]) then break end
    self:place(i, self[parent])
    i = parent
  end
  self:place(i, item)
end

function Heap:down(i)
  local item, n = self[i], self.n
  while true do
    local child = i << 1
    if child > n then break end
    if child < n and self.before(self[child + 1], self[child]) then child = child + 1 end
    if not self.before(self[child], item) then break end
    self:place(i, self[child])
    i = child
  end
  self:place(i, item)
end

function Heap:push(item, ...)
  self.n = self.n + 1
  self[self.n] = item
  self:up(self.n)
  if select("#", ...) > 0 then return self:push(...) end
  return self
end

function Heap:pop()
  local n = self.n
  if n == 0 then return nil end
  local top = self[1]
  self[1] = self[n]
  self[n] = nil
  self.n = n - 1
  if n > 1 then self:down(1) end
  if type(top) == "table" then self.where[top] = nil end
  return top
end

function Heap:update(item)
  local i = self.where[item] or error("the item is not in the heap", 2)
  self:up(i)
  self:down(self.where[item])
end

function Heap:__len() return self.n end
function Heap:__call() return self:pop() end -- for item in heap do … end
function Heap:__tostring() return ("heap(%s)"):format(table.concat(self, " ", 1, self.n)) end

return Heap
