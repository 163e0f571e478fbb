-- Shows yields inside pcall and xpcall, values and errors after resuming.
local co = coroutine.create(function()
  local ok, v = pcall(function()
    local x = coroutine.yield("first")
    if x == "fail" then error("failed as asked", 0) end
    return x
  end)
  coroutine.yield(ok, v)
  print(xpcall(function(...) return coroutine.yield(...) end, function(m) return "handled " .. m end, 1, 2))
  print(xpcall(function() coroutine.yield("y") error("e", 0) end, function(m) return "handled " .. m end))
  return pcall(pcall, coroutine.yield, "deep")
end)
print(coroutine.resume(co))
print(coroutine.resume(co, "fail"))
print(coroutine.resume(co))
print(coroutine.resume(co, "r1", "r2"))
print(coroutine.resume(co)) print(coroutine.resume(co, "last")) print(coroutine.status(co))
