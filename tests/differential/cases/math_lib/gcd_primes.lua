-- Shows integer algorithms: gcd, lcm, primes, factorisation, modular power.
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
local function powmod(b, e, m)
  local r = 1
  b = b % m
  while e > 0 do if e & 1 == 1 then r = r * b % m end b = b * b % m e = e >> 1 end
  return r
end
local function factors(n)
  local r, d = {}, 2
  while n > 1 do
    while n % d == 0 do r[#r + 1] = d n = n // d end
    d = d + 1
    if d * d > n and n > 1 then r[#r + 1] = n break end
  end
  return table.concat(r, "*")
end
print(gcd(48, 36), gcd(17, 5), gcd(-12, 18), 48 * 36 // gcd(48, 36), powmod(3, 200, 13), powmod(2, 62, 1000000007))
print(factors(360), factors(97), factors(1001), factors(2^20 | 0), factors(600851475143))
local sieve, primes = {}, {}
for i = 2, 60 do if not sieve[i] then primes[#primes + 1] = i for j = i * i, 60, i do sieve[j] = true end end end
print(table.concat(primes, " "))
