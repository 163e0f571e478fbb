-- Shows breaking out of a for over a coroutine, and using the closing value to close it.
local function closing(f)
  local co = coroutine.create(f)
  return function()
    local r = table.pack(coroutine.resume(co))
    if not r[1] then error(r[2], 0) end
    return table.unpack(r, 2, r.n)
  end, nil, nil,
    setmetatable({}, {__close = function() print("closing", coroutine.status(co), coroutine.close(co)) end})
end
for i in closing(function() local r <close> = setmetatable({}, {__close = function() print "released" end}) for i = 1, 5 do coroutine.yield(i) end end) do
  io.write(i, "\n")
  if i == 2 then
    break
  end
end
for i in closing(function() coroutine.yield(1) end) do print(i) end
print(pcall(function() for i in closing(function() error("gen failed", 0) end) do end end))
