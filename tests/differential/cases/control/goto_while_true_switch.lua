-- Shows goto used as a switch inside while true with breaks.
local n, steps = 27, 0
while true do
  if n == 1 then goto stop end
  if n % 2 == 0 then goto even end
  n = 3 * n + 1
  goto count
  ::even::
  n = n // 2
  ::count::
  steps = steps + 1
  if steps > 1000 then break end
end
::stop::
print(n, steps)
