-- Shows infinite generators: primes by chained filters, fibonacci with breaks.
local function gen(n) return coroutine.wrap(function() for i = 2, n do coroutine.yield(i) end end) end
local function filter(p, g)
  return coroutine.wrap(function() while true do local n = g() if n == nil then return end if n % p ~= 0 then coroutine.yield(n) end end end)
end
local x = gen(100)
while true do local n = x() if n == nil then break end io.write(n, " ") x = filter(n, x) end print()
local fib = coroutine.wrap(function() local a, b = 0, 1 while true do coroutine.yield(a) a, b = b, a + b end end)
for v in fib do if v > 200 then break end io.write(v, " ") end print(fib(), fib())
