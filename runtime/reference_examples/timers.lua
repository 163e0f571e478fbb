local count = 0
local id
id = setInterval(function()
  count = count + 1
  print("tick " .. count)
  if count == 2 then
    clearInterval(id)
  end
end, 5)
local never = setTimeout(function() print("never") end, 60000)
clearTimeout(never)
print("first")
--> first
--> tick 1
--> tick 2
