-- Assignments whose target and value are looked up in the same table, which may not be there.
local function unlink(node)
  node.previous.next = node.next
  node.next.previous = node.previous
end
local function chain(n)
  local head, tail = {}, {}
  head.next, tail.previous = tail, head
  for i = 1, n do
    local node = { key = i, previous = tail.previous, next = tail }
    tail.previous.next = node
    tail.previous = node
  end
  return head, tail
end
local head, tail = chain(3)
unlink(head.next.next)
local node = head
while node do io.write(tostring(node.key), " ") node = node.next end
print()
print(pcall(unlink, nil))
print(pcall(unlink, { next = {} }))
print(pcall(unlink, { previous = {} }))
print(pcall(unlink, head))
local function deep(a, b)
  a.x.y = b.x.y
end
print(pcall(deep, nil, nil))
print(pcall(deep, {}, nil))
print(pcall(deep, { x = {} }, { x = false }))
local function same(a)
  a.x.y = a.z.w
end
print(pcall(same, nil))
print(pcall(same, {}))
print(pcall(same, { z = { w = 1 } }))
print(pcall(same, { x = {} }))
