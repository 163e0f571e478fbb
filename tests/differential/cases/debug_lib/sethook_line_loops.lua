-- Shows the line events of loops: one each time a line begins, and one each time a loop goes back on a line.
local function lines_of(text)
  local lines = {}
  local chunk = load(text)
  debug.sethook(function(_, line) lines[#lines + 1] = line end, "l")
  chunk()
  debug.sethook()
  print(table.concat(lines, " "))
end
lines_of "a = 1\nrepeat\n  a = a + 1\nuntil a == 3\n"
lines_of "local a = 1\nrepeat\n  a = a + 1\nuntil a == 3\nreturn\n"
lines_of "\nrepeat\n  local x = 1\n  a = x\nuntil x\n"
lines_of "for i = 1, 2 do\n  local x = i\nend\n"
lines_of "for i = 1, 4 do a = 1 end"
lines_of "for i = 1, 0 do a = 1 end"
lines_of "for i = 1, 1 do a = 1 end\na = 2"
lines_of "for i, v in ipairs{1, 2, 3} do a = i end"
lines_of "for i, v in pairs{1, 2} do\n a = i\n a = v\nend"
lines_of "a = 0\nwhile a < 2 do\n  a = a + 1\nend\n"
lines_of "for i = 1, 2 do\n  for j = 1, 3 do a = j end\nend\n"

-- Loops that do nothing are seen as well, so that a hook can end them.
local count = 0
local function limit()
  count = count + 1
  if count > 1000 then
    debug.sethook()
    error("too many lines", 0)
  end
end
local function limited(body)
  count = 0
  debug.sethook(limit, "l")
  print(pcall(body))
end
limited(function() while true do end end)
limited(function() repeat until false end)
limited(function() for i = 1, math.maxinteger do end end)
limited(function() while count do count = count end end)
limited(function() ::again:: goto again end)
