-- Shows the results of bodies that return nothing, nil or many values.
print(coroutine.resume(coroutine.create(function() end)))
print(coroutine.resume(coroutine.create(function() return nil end)))
print(coroutine.resume(coroutine.create(function(...) return ... end), 1, nil, 3, nil))
print(select("#", coroutine.resume(coroutine.create(function() return end))))
print((coroutine.wrap(function() return 1, 2 end)()))
print(coroutine.wrap(function() return coroutine.yield() end)())
print(coroutine.wrap(select)("#", nil, nil))
print(pcall(coroutine.wrap(pcall), error, "in pcall"))
