-- Shows yield inside argument lists, table constructors, conditions and operators.
local y = coroutine.yield
local co = coroutine.wrap(function()
  local t = {y(1), y(2), k = y(3), y(4)}
  print(#t, t[1], t[2], t[3], t[4], t.k)
  print("sum", y(5) + y(6) * y(7))
  print(y(8), (y(9)), y(10))
  local s = y(11) .. y(12)
  local b = y(13) and y(14) or y(15)
  return s, b, #y(16), y(17).x
end)
local r = {co()}
while type(r[1]) == "number" do
  local reply = r[1] * 10
  if r[1] == 13 then reply = nil
  elseif r[1] == 16 then reply = "length"
  elseif r[1] == 17 then reply = {x = "field"}
  end
  r = {co(reply, "extra")}
end
print(table.unpack(r))
