-- Shows yields inside the iterator function of a generic for.
local function iter(_, i)
  i = i + 1; local cmd = coroutine.yield("iter " .. i); if cmd ~= "stop" then return i, cmd end
end
local co = coroutine.wrap(function() for i, c in iter, nil, 0 do print("body", i, c) end return "finished" end)
print(co()) print(co("a")) print(co("b")) print(co("stop"))
