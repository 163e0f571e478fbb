-- Jobs by the time at which they are due: a binary heap.

local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ heap = {}, size = 0, counter = 0 }, Queue)
end

-- Jobs that are due at the same time leave in the order in which they came.
local function before(a, b)
  if a.due ~= b.due then
    return a.due < b.due
  end
  return a.number < b.number
end

function Queue:push(job, due)
  self.counter = self.counter + 1
  job.due = due
  job.number = self.counter
  self.size = self.size + 1

  local heap = self.heap
  local i = self.size
  heap[i] = job
  while i > 1 do
    local parent = i // 2
    if not before(heap[i], heap[parent]) then
      break
    end
    heap[i], heap[parent] = heap[parent], heap[i]
    i = parent
  end
end

--- The job that is due first, without taking it.
function Queue:peek()
  return self.heap[1]
end

--- Takes the job that is due first; nil when there is none.
function Queue:pop()
  local heap = self.heap
  local job = heap[1]
  if not job then
    return nil
  end
  heap[1] = heap[self.size]
  heap[self.size] = nil
  self.size = self.size - 1

  local i = 1
  while true do
    local smallest = i
    for child = 2 * i, math.min(2 * i + 1, self.size) do
      if before(heap[child], heap[smallest]) then
        smallest = child
      end
    end
    if smallest == i then
      return job
    end
    heap[i], heap[smallest] = heap[smallest], heap[i]
    i = smallest
  end
end

function Queue:is_empty()
  return self.size == 0
end

return Queue
