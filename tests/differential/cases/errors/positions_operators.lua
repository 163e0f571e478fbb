-- Shows lines of errors for operators split over lines.
local a, n = {}, nil
local cases = {
  function() return a
    +
    1 end,
  function() return 1
    <
    a end,
  function() return n
    .. "x" end,
  function() return -
    n end,
  function() return #
    n end,
  function() local x =
    n.y end,
  function() a.b.c =
    5 end,
  function() a[
    n] = 1 end,
  function() for i = 1,
    n do end end,
  function() for i in
    n do end end,
  function() while n
    .x do end end,
  function() repeat
    until n.x end,
  function() return n(
    ) end,
  function() return a.x
    (1) end,
  function() return a.x "str" end,
  function() return 1,
    2,
    n.z end,
  function() local x, y = 1,
    n.z end,
}
for i, f in ipairs(cases) do print(i, select(2, pcall(f))) end
