-- Iterators of gmatch in loops with fewer, as many and more variables, shared with calls of their own.
local function show(...) print(select("#", ...), ...) end

for a in ("k1=v1;k2=v2"):gmatch("(%w+)=(%w+)") do show(a) end
for a, b in ("k1=v1;k2=v2"):gmatch("(%w+)=(%w+)") do show(a, b) end
for a, b, c in ("k1=v1;k2=v2"):gmatch("(%w+)=(%w+)") do show(a, b, c) end
for a, b in ("x y"):gmatch("%a") do show(a, b) end
for a, b in ("a1b2"):gmatch("()%d()") do show(a, b) end
for a, b in ("a1b2"):gmatch("(%a)()") do show(a, b) end
for a in ("\xe9\xff\xe9"):gmatch("[\xe9]") do show(a:byte(1, -1)) end
for a, b in ("\xe9=\xff"):gmatch("(.)=(.)") do show(a:byte(), b:byte()) end
for a in ("abc"):gmatch("") do show(a) end
for a in ("abc"):gmatch("%d*") do show(a) end

local it = ("1 2 3 4 5 6"):gmatch("%d")
for d in it do
  show(d, it())
  if d == "3" then break end
end
show(it())
for d in it do show(d) end
show(it())
show(it())

local pairs_of = ("a=1 b=2 c=3 d=4"):gmatch("(%w)=(%w)")
for k, v in pairs_of do
  show(k, v)
  show(pairs_of())
end
for d, e in it, "state", "control" do show(d, e) end

print(pcall(function() for a in ("abc"):gmatch("%") do print(a) end end))
print(pcall(function() for a, b in ("abc"):gmatch("(.)[") do print(a, b) end end))
print(pcall(function() for a in ("abc"):gmatch("(.") do print(a) end end))
