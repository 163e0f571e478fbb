local big = require("bigint")

local function show(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do out[i] = tostring(out[i]) end
  print(("%-12s %s"):format(label, table.concat(out, "  ")))
end

show("integers", big(0), big(-0), big(42), big(-42), big(10000000), big(-9999999), big(math.maxinteger), big(math.mininteger))
show("floats", big(1.0), big(-2.0), big(2 ^ 53), big(1e20), big(-1e22), big(0.0))
show("strings", big("0"), big("-0"), big("  12 "), big("+7"), big("-123456789012345678901234567890"), big("0xff"), big("-0xFFFFFFFFFFFFFFFFFFFF"))
show("bases", big("zz", 36), big("101", 2), big("-777", 8), big(255):tostring(16), big("123456789012345678901234567890"):tostring(36), big(-5):tostring(2))
for _, value in ipairs { "", "12a", "1.5", "--1", "0x", "1e5", {}, true, 1.5, 0 / 0, math.huge, print } do
  local ok, problem = pcall(big, value)
  show("bad " .. type(value), ok, (tostring(problem):gsub("%-?nan", "nan")))
end
show("bad base", pcall(big, "129", 8))
show("parse", big.parse("12", 3), big.parse("12", 2), big.is(big(1)), big.is(1))

local a, b = big("123456789012345678901234567890"), big("-987654321098765432109876543210")
show("add", a + b, a + 1, 1 + a, a + "10", -1 + big(0), a - a, b - a)
show("multiply", a * b, a * 0, a * -1, "3" * a, a(2))
for _, pair in ipairs { { 7, 2 }, { -7, 2 }, { 7, -2 }, { -7, -2 }, { 6, 3 }, { -6, 3 }, { 0, 5 }, { 1, 100 }, { -1, 100 } } do
  local x, y = table.unpack(pair)
  local q, r = big(x) // y, x % big(y)
  show(("%d / %d"):format(x, y), q, r, q == big(x // y), r == big(x % y))
end
show("divide", b // a, b % a, a // b, a % b, (a * b + 5) // a == b, (a * b + 5) % b)
show("divmod", a:divmod(1000000007))
show("by zero", pcall(function() return a // 0 end))
show("by zero", pcall(function() return a % big(0) end))
show("true div", a / b, big(1) / 3, 10 / big(4))
show("power", big(2) ^ 100, big(-3) ^ 41, big(0) ^ 0, big(10) ^ big(20), (big(7) ^ 77))
show("bad power", pcall(function() return a ^ -1 end))
show("bad power", pcall(function() return a ^ 0.5 end))
show("shift", big(1) << 70, big(1) << 70 >> 68, a >> 10)
show("compare", a < b, b < a, a <= a, a > 5, 5 < a, big(5) == big("5"), big(5) == 5, big(-3) < -2, big(-3) >= big(-3))
show("bad compare", pcall(function() return a < {} end))
show("bad operand", pcall(function() return a + nil end))
show("bad operand", pcall(function() return {} * a end))
show("bad operand", pcall(function() return a & 1 end))
show("bad operand", pcall(function() return a + 0.5 end))
show("length", #a, #b, #big(0), #(big(10) ^ 50))
show("concat", a .. "!", "<" .. b, a .. b, big(1) .. 2)
show("numbers", a:tonumber(), b:tonumber(), big(12):tointeger(), a:tointeger(), big("9007199254740993"):tonumber())

-- Laws, on numbers of growing size
local seed = 12345
local function random(limit)
  seed = (seed * 6364136223846793005 + 1442695040888963407)
  return (seed >> 33) % limit
end
local function random_big(digit_count)
  local out = { random(2) == 0 and "-" or "" }
  for i = 1, digit_count do out[i + 1] = tostring(random(4) == 0 and 9 or random(10)) end
  return big(table.concat(out))
end
local laws, broken = 0, 0
local function law(name, holds)
  laws = laws + 1
  if not holds then
    broken = broken + 1
    print("broken:", name)
  end
end
for size = 1, 60, 3 do
  local x, y, z = random_big(size), random_big(size * 2 // 3 + 1), random_big(1 + random(size))
  law("commutes", x + y == y + x and x * y == y * x)
  law("associates", (x + y) + z == x + (y + z) and (x * y) * z == x * (y * z))
  law("distributes", x * (y + z) == x * y + x * z)
  law("opposite", x - x == big(0) and -(-x) == x and x + -y == x - y)
  if z ~= big(0) then
    local q, r = x:divmod(z)
    law("division", q * z + r == x and r:abs() < z:abs() and (r == big(0) or (r < big(0)) == (z < big(0))))
    law("exact", x * z // z == x and (x * z % z) == big(0))
  end
  law("text", big(tostring(x)) == x and big(x:tostring(16), 16) == x)
  law("square", (x + y) * (x - y) == x ^ 2 - y ^ 2)
  law("root", (x ^ 2):sqrt() == x:abs())
  law("order", (x < y) ~= (y <= x) and (x <= y) == not (x > y))
end
show("laws", laws, broken)
local u, v = random_big(400), random_big(380)
local product = u * v
show("karatsuba", #product, tostring(product):sub(1, 20), tostring(product):sub(-20), product // v == u, product % u)
local checksum = 0
for c in tostring(product):gmatch("%d") do checksum = (checksum * 10 + tonumber(c)) % 1000000007 end
show("checksum", checksum, (product % 1000000007), (u % 1000000007) * (v % 1000000007) % 1000000007)

-- Number theory
show("factorial", big.factorial(0), big.factorial(25), #big.factorial(300))
show("50!", big.factorial(50))
local f, g = big(0), big(1)
for _ = 1, 300 do f, g = g, f + g end
show("fib 300", f)
show("gcd", big.gcd(big.factorial(20), big(2) ^ 70), big.gcd(f, g), big.gcd(-12, 18), big.gcd(0, 5))
show("powmod", big.powmod(3, big(10) ^ 18, 1000000007), big.powmod(2, 10, 1), big.powmod(a, 65537, b:abs()))
show("invert", big(3):invert(11), big(65537):invert(big.factorial(20) + 1), big(4):invert(8))
show("sqrt 2", big.sqrt(2 * big(10) ^ 80))
show("sqrt", big.sqrt(0), big.sqrt(15), big.sqrt(16), pcall(big.sqrt, big(-1)))
local primes = {}
for n = 1, 60 do if big(n):is_probable_prime() then primes[#primes + 1] = n end end
show("primes", table.concat(primes, " "))
show("big primes", (big(2) ^ 61 - 1):is_probable_prime(), (big(2) ^ 67 - 1):is_probable_prime(), (big(10) ^ 18 + 9):is_probable_prime())
-- Digits of pi by a spigot
local function pi_digits(n)
  local q, r, t, k, m, x = big(1), big(0), big(1), 1, 3, 3
  local out = {}
  while #out < n do
    if 4 * q + r - t < m * t then
      out[#out + 1] = tostring(m)
      local nr = 10 * (r - m * t)
      m = (10 * (3 * q + r) // t - 10 * m):tointeger()
      q, r = q * 10, nr
    else
      local nr = (2 * q + r) * x
      local nn = ((q * (7 * k) + 2 + r * x) // (t * x)):tointeger()
      q, t, x, k, m, r = q * k, t * x, x + 2, k + 1, nn, nr
    end
  end
  return table.concat(out)
end
show("pi", pi_digits(60))
local rsa_p, rsa_q, e = big("170141183460469231731687303715884105727"), big("2305843009213693951"), 65537
local modulus, phi = rsa_p * rsa_q, (rsa_p - 1) * (rsa_q - 1)
local d = big(e):invert(phi)
local message = big("48656c6c6f20576f726c64", 16)
local cipher = message:powmod(e, modulus)
show("rsa", modulus, d, cipher)
show("decrypted", (cipher:powmod(d, modulus):tostring(16):gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end)))
