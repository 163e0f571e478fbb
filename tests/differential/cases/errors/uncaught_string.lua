-- Shows an uncaught error with a message: exit status 1 and a traceback.
print("before")
local function inner()
  error("uncaught problem")
end
function outer()
  inner()
end
local t = {}
function t.method() outer() end
t.method()
print("never")
