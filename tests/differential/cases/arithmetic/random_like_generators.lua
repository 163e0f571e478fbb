-- Shows integer generators that depend on wrap-around and shifts.
local x = 88172645463325252
for i = 1, 5 do
  x = x ~ (x << 13); x = x ~ (x >> 7); x = x ~ (x << 17)
  print(x)
end
local s = 42
for i = 1, 5 do s = (s * 6364136223846793005 + 1442695040888963407); print(s, s >> 33) end
local h = 0xcbf29ce484222325
for c in ("hello world"):gmatch "." do h = (h ~ c:byte()) * 0x100000001b3 end
print(h, string.format("%x", h))
local m = 12345
for i = 1, 5 do m = (1103515245 * m + 12345) & 0x7fffffff; print(m) end
