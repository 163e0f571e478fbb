-- `#` of tables that are nothing but sequences, and of those that only look so.
local function show(...) print(...) end
local function fails(f, ...)
    local ok, message = pcall(f, ...)
    show(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end

-- Appending, taking away, replacing
local list = {}
show(#list)
for i = 1, 5 do list[#list + 1] = i * 2 end
table.insert(list, 11)
table.insert(list, 1, "first")
show(#list, table.concat(list, " "))
show(table.remove(list), table.remove(list, 1), table.remove(list, #list + 1), #list)
list[#list] = nil
show(#list, list[#list])
for i, v in ipairs(list) do list[i] = v + 0.5 end
for i = 1, #list do list[i] = list[i] * 2 end
show(#list, table.concat(list, " "))
table.sort(list, function(a, b) return a > b end)
show(#list, table.concat(list, " "))
while #list > 0 do list[#list] = nil end
list[#list] = nil
show(#list, table.remove(list), #list)

-- Appending nil does nothing
local maybe = {}
local function pick(i) if i % 2 == 0 then return i end end
for i = 1, 4 do maybe[#maybe + 1] = pick(i) end
table.insert(maybe, nil)
show(#maybe, maybe[1], maybe[2])

-- Holes
local holes = {1, 2, 3, 4}
holes[2] = nil
show(#holes)
holes[#holes] = nil
show(#holes)
local constructed = {1, nil, 3}
show(#constructed)
local inserted = {1, 2}
table.insert(inserted, 1, nil)
show(#inserted, inserted[1], inserted[3])
local function none() end
show(#{none()}, #{none(), none()}, #{1, none()}, #{(none())})
local function all(...) local t = {...} return #t, select("#", ...) end
show(all(1, 2, nil))
show(all())
local far = {}
far[1] = 1
far[3] = 3
show(#far)
local sparse = {}
for i = 1, 10 do if i % 2 == 1 then sparse[i] = i end end
show(sparse[#sparse] ~= nil and sparse[#sparse + 1] == nil)
local skipping = {}
for i = 1, 3 do
    if i == 2 then goto continue end
    skipping[i] = i
    ::continue::
end
show(skipping[#skipping] ~= nil and skipping[#skipping + 1] == nil)
local from_two = {}
for i = 2, 4 do from_two[i] = i end
show(#from_two)
local by_two = {}
for i = 1, 7, 2 do by_two[i] = i end
show(#by_two)
local filled = {}
for i = 1, 4 do filled[i] = i * i if i == 3 then break end end
show(#filled)
local nils = {}
for i = 1, 4 do nils[i] = pick(i) end
show(nils[#nils + 1] == nil and (#nils == 0 or nils[#nils] ~= nil))

-- Other keys
local named = {1, 2, n = 3}
show(#named)
local both = {1, 2}
both.size = 2
show(#both)
local other = {1, 2}
other[true], other[2.5], other["x"] = 1, 1, 1
show(#other)
local zero = {1}
zero[0] = 0
show(#zero)
local stack = {}
stack[#stack] = "zero"
show(#stack, stack[0])

-- The table shrinks, or is another one, while the value is found
local queue = {1, 2, 3}
local function pop() return table.remove(queue) end
queue[#queue + 1] = pop()
show(#queue == 4 or #queue == 2, queue[4])
local grown = {1}
local function grow() grown[#grown + 1] = "inner" return "outer" end
grown[#grown + 1] = grow()
show(#grown, grown[1], grown[2])
local first = {1, 2, 3}
local kept = first
local function swap() first = {} return "new" end
kept[#kept + 1] = swap()
show(#kept, #first)
local holder = {items = {1, 2, 3}}
function holder.reset() local old = holder.items holder.items = {} return #old end
holder.items[#holder.items + 1] = holder.reset()
show(#holder.items)
local sorted = {3, 1, 2}
pcall(table.sort, sorted, function(a, b) sorted[#sorted] = nil return a < b end)
show(type(#sorted))
local visited = {1, 2, 3}
for i in ipairs(visited) do table.remove(visited) visited[i] = "v" end
show(#visited)

-- Moved, copied, unpacked, raw
local moved = table.move({1, 2, 3}, 1, 3, 3, {})
show(moved[#moved + 1] == nil)
local copied = {}
for k, v in pairs({1, 2, x = 3}) do copied[k] = v end
show(#copied)
local raw = {1}
rawset(raw, 3, 3)
show(#raw)
local packed = table.pack(1, nil)
show(packed.n)
show(#{table.unpack({1, 2, 3})}, #{table.unpack({1, 2, 3}, 1, 2)})
pcall(table.insert, raw, 5)
pcall(table.insert, raw, 7, 5)
show(raw[2])

-- What may be nil, or no table
local function length(x) return #x end
show(length({1, 2}), length("four"), length("é"))
local function length_of(x) return #x end
show(length_of({1}))
fails(length_of)
local record = {}
fails(function() return #record.items end)
record.items = {}
record.items[#record.items + 1] = 1
show(#record.items)
fails(function() local text = "é" text[#text + 1] = 1 end)
fails(function() local nothing nothing[#nothing + 1] = 1 end)

-- The order of errors: the target first
fails(function() local t t[#t + 1] = none() + 1 end)
fails(function() local t = {} t[#t + 1] = none() + 1 end)
fails(function() local t = {} t[#t + 1] = t.x.y end)
fails(function() local t, v = {}, none() t[#t + 1] = -v end)

-- Nested, made anew in each iteration, and shared by a closure
local grid = {}
for y = 1, 3 do
    local row = {}
    for x = 1, 4 do row[x] = x * y end
    grid[y] = row
end
show(#grid, #grid[1], grid[3][4])
local function stacked()
    local items = {}
    return function(v) items[#items + 1] = v return #items end, function()
        local top = items[#items]
        items[#items] = nil
        return top, #items
    end
end
local push, take = stacked()
push("a") push(false)
show(push(nil), push("c"))
show(take())
show(take())
show(take())
show(take())

-- Two of one length
local left, right = {}, {}
local which = left
for i = 1, 3 do
    which[#which + 1] = i
    which = which == left and right or left
end
show(#left, #right, #which)

-- What is appended is looked for first in Python
local words = {}
for _, text in ipairs({"one", "two"}) do
    words[#words + 1] = text:upper()
    words[#words + 1] = text:sub(1, 1) .. #words
    words[#words + 1] = #words * 2
end
show(table.concat(words, " "))
local nested = {list = {}}
nested.list[#nested.list + 1] = {#nested.list}
show(#nested.list, nested.list[1][1])
