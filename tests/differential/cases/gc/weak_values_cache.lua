-- Shows a cache with weak values dropping entries nobody uses.
local cache = setmetatable({}, {__mode = "v"})
local made = 0
local function get(k) local v = cache[k] if not v then made = made + 1 v = {k = k} cache[k] = v end return v end
local a = get "a"
get "b"
print(made, get("a") == a)
collectgarbage()
collectgarbage()
print(cache.a == a, cache.b)
get "b"
print(made)
a = nil
collectgarbage()
collectgarbage()
print(cache.a)
