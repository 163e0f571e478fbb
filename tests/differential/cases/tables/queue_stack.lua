-- Shows a queue with moving indices and a stack.
local q = {first = 1, last = 0}
local function push(v) q.last = q.last + 1; q[q.last] = v end
local function pop()
  if q.first > q.last then return nil, "empty" end
  local v = q[q.first]
  q[q.first] = nil
  q.first = q.first + 1
  return v
end
for i = 1, 5 do push(i * i) end
print(pop(), pop(), pop())
push("x")
print(pop(), pop(), pop(), pop())
print(pop())
local stack = {}
for w in ("a b c"):gmatch "%a" do stack[#stack + 1] = w end
while #stack > 0 do io.write(stack[#stack], " "); stack[#stack] = nil end
print(#stack)
