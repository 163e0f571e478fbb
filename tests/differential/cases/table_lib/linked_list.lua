-- Shows linked lists made of tables: push, reverse, iterate, remove.
local list
for i = 3, 1, -1 do list = {value = i, next = list} end
local function each(l) return function() local n = l if n then l = n.next return n.value end end end
for v in each(list) do io.write(v, " ") end
print()
local function reverse(l) local r while l do l, r, l.next = l.next, l, r end return r end
local r = reverse(list)
for v in each(r) do io.write(v, " ") end
print()
local head = {next = r}
local node = head
while node.next do if node.next.value == 2 then node.next = node.next.next else node = node.next end end
for v in each(head.next) do io.write(v, " ") end
print(#list == 0)
