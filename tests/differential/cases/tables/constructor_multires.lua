-- Shows multiple results in constructors: all at the end, one elsewhere.
local function three() return 1, 2, 3 end
local function none() end
print(#{three()}, #{three(), three()}, #{three(), nil}, #{(three())}, #{none()}, #{three(), x = 1})
local t = {three(), three(), 10}
print(#t, t[1], t[2], t[3])
local function va(...) return {...}, {..., "end"}, {(...)} end
local a, b, c = va(7, 8, 9)
print(#a, #b, #c, b[1], b[2], c[1])
local u = {none(), none()}
print(next(u), #{none(), 1})
local w = {three(), [2] = "x", three()}
print(w[1], w[2], w[3], w[4])
print(select("#", table.unpack {three(), three()}))
