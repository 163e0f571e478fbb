-- Shows the and/or conditional and where it fails.
local function pick(c, a, b) return c and a or b end
print(pick(true, 1, 2), pick(false, 1, 2), pick(true, nil, 2), pick(true, false, 2), pick(nil, 1, false), pick(nil, 1, nil))
for i = 1, 15 do
  io.write(i % 15 == 0 and "FizzBuzz" or i % 5 == 0 and "Buzz" or i % 3 == 0 and "Fizz" or i, i < 15 and "," or "\n")
end
