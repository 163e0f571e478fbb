-- Shows yields inside all loop kinds, gotos and nested blocks.
local co = coroutine.wrap(function()
  for i = 1, 2 do coroutine.yield("for" .. i) end
  local n = 0
  while n < 2 do n = n + 1 coroutine.yield("while" .. n) end
  repeat n = n - 1 coroutine.yield("repeat" .. n) until n == 0
  for k, v in ipairs {"x"} do coroutine.yield(k .. v) end
  ::again:: n = n + 1 coroutine.yield("goto" .. n) if n < 2 then goto again end
  do
    local a <close> = setmetatable({}, {__close = function() coroutine.yield("in close") end})
    coroutine.yield("in block")
  end
  if coroutine.yield("if?") then return "yes" else return "no" end
end)
local v repeat v = co(true) io.write(tostring(v), " ") until v == "yes" or v == "no" print()
