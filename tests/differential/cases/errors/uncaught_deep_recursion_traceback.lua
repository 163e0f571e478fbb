-- Shows the traceback of an uncaught error 40 calls deep, cut in the middle.
local function recurse(n)
  if n == 0 then error("bottom reached") end
  recurse(n - 1)
  return n
end
recurse(40)
