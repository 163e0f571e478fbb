-- Shows a million self tail calls without growth of the stack.
local function loop(n, acc)
  if n == 0 then return acc end
  return loop(n - 1, acc + n)
end
print(loop(1000000, 0))
local function down(n) if n > 0 then return down(n - 1) end return "bottom", n end
print(down(200000))
