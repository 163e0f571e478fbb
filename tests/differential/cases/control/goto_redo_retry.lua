-- Shows redo and retry idioms with goto inside loops.
local tries = 0
for i = 1, 3 do
  local attempt = 0
  ::redo::
  attempt = attempt + 1
  tries = tries + 1
  if attempt < i then goto redo end
  io.write(i, " after ", attempt, "; ")
end
print(tries)
local log = {}
for _, v in ipairs {1, 2, 3} do
  ::again::
  log[#log + 1] = v
  if v % 2 == 0 and #log < 5 then goto again end
end
print(table.concat(log, " "))
