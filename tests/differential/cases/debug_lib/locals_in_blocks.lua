-- Shows which locals are active at each point: blocks, loops, shadowed names.
local function active()
  local r = {}
  for i = 1, 50 do
    local n, v = debug.getlocal(2, i)
    if not n then break end
    if n:sub(1, 1) ~= "(" then r[#r + 1] = n .. "=" .. tostring(v) end
  end
  return table.concat(r, ",")
end
local function f(p)
  local a = 1
  print(active())
  for i = 1, 1 do local b = i print(active()) end
  for k, v in pairs({10}) do print(active()) end
  do local a = "shadow" print(active()) end
  while true do local w = 1 print(active()) break end
  repeat local u = 2 print(active()) until true
  local z <const> = p
  print(active())
end
f("param")
