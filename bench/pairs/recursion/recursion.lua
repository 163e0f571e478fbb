-- Plain recursion: Fibonacci, Ackermann, Takeuchi, the towers of Hanoi and Collatz chains.

local size = tonumber(arg[1]) or 33

local function fib(n)
    if n < 2 then return n end
    return fib(n - 1) + fib(n - 2)
end

local function ackermann(m, n)
    if m == 0 then return n + 1 end
    if n == 0 then return ackermann(m - 1, 1) end
    return ackermann(m - 1, ackermann(m, n - 1))
end

local function tak(x, y, z)
    if y >= x then return z end
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

local function hanoi(discs, from, to, via)
    if discs == 0 then return 0 end
    return hanoi(discs - 1, from, via, to) + 1 + hanoi(discs - 1, via, to, from)
end

local function collatz(n, steps)
    if n == 1 then return steps end
    if n % 2 == 0 then return collatz(n // 2, steps + 1) end
    return collatz(3 * n + 1, steps + 1)
end

print("fib", fib(size))
print("ackermann", ackermann(2, size * 4))
print("tak", tak(size // 2, size // 3, size // 8))
print("hanoi", hanoi(size // 2 + 3, "a", "b", "c"))

local longest, start = 0, 0
for n = 1, size * 30 do
    local steps = collatz(n, 0)
    if steps > longest then
        longest, start = steps, n
    end
end
print("collatz", start, longest)
