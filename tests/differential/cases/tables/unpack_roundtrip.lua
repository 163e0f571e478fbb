-- Shows packing and unpacking with nils inside.
local t = table.pack(1, nil, 3, nil)
print(t.n, t[1], t[2], t[3], t[4])
print(table.unpack(t, 1, t.n))
print(select("#", table.unpack(t, 1, t.n)), select("#", table.unpack({}, 1, 3)))
local function id(...) return ... end
print(id(table.unpack({1, 2, 3}, 2)), (id(table.unpack {1, 2, 3})))
