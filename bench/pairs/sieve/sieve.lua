-- Primes: the sieve of Eratosthenes, twins, gaps, factorization by trial division and modular powers.

local function sieve(limit)
    local composite, primes = {}, {}
    for i = 2, limit do
        if not composite[i] then
            primes[#primes + 1] = i
            for j = i * i, limit, i do
                composite[j] = true
            end
        end
    end
    return primes
end

local function factorize(n, primes)
    local factors = {}
    for _, prime in ipairs(primes) do
        if prime * prime > n then break end
        while n % prime == 0 do
            factors[#factors + 1] = prime
            n = n // prime
        end
    end
    if n > 1 then
        factors[#factors + 1] = n
    end
    return factors
end

local function power(base, exponent, modulus)
    local result = 1
    base = base % modulus
    while exponent > 0 do
        if exponent % 2 == 1 then
            result = result * base % modulus
        end
        base = base * base % modulus
        exponent = exponent // 2
    end
    return result
end

local limit = tonumber(arg[1]) or 1200000
local primes = sieve(limit)
local twins, widest = 0, 0
for i = 2, #primes do
    local gap = primes[i] - primes[i - 1]
    if gap == 2 then twins = twins + 1 end
    if gap > widest then widest = gap end
end
print("primes", #primes, primes[#primes], twins, widest)

local longest, most = 0, 0
for n = limit - limit // 20, limit do
    local factors = factorize(n, primes)
    if #factors > most then
        longest, most = n, #factors
    end
end
print("factors", longest, table.concat(factorize(longest, primes), " "))

local agree = 0
for i = 1, limit // 20 do
    local prime = primes[i % #primes + 1]
    if power(i, prime, prime) == i % prime then
        agree = agree + 1
    end
end
print("fermat", agree)
