-- Shows parameters and loop variables limited to their blocks.
for i = 1, 1 do local inner = i end
print(i, inner)
local function f(param) local body = param end
f(1)
print(param, body)
for k, v in pairs({a = 1}) do k = k .. "!" v = v + 1 io.write(k, v, "\n") end
print(k, v)
if true then local cond = 1 else local cond = 2 end
print(cond)
while true do local w = 1 break end
print(w)
