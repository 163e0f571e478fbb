-- Shows yields and resumes with hundreds of values and nils.
local co = coroutine.wrap(function(...)
  print(select("#", ...))
  print(select("#", coroutine.yield(table.unpack({}, 1, 200))))
  print(select("#", coroutine.yield()))
  return nil, nil
end)
print(select("#", co(nil, nil))) print(select("#", co(table.unpack({}, 1, 150)))) print(select("#", co()))
co = coroutine.create(function(...) while true do (function() end)(coroutine.yield(...)) end end)
print(select("#", coroutine.resume(co, 1, nil)), select("#", coroutine.resume(co)))
