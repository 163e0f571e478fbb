-- Shows weak keys and values cleared by collectgarbage, strings and numbers kept.
local wk = setmetatable({}, {__mode = "k"})
local wv = setmetatable({}, {__mode = "v"})
local wkv = setmetatable({}, {__mode = "kv"})
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local key = {}
do
  wk[key] = "kept"; wk[{}] = "gone"; wk["s"] = {}; wk[1] = {}
  wv.a = {}; wv.b = "string"; wv.c = 12; wv.d = key; wv[{}] = true
  wkv[{}] = 1; wkv[1] = {}; wkv.x = "stays"; wkv[key] = key
end
collectgarbage() collectgarbage()
print(count(wk), wk[key], wk.s ~= nil, wk[1] ~= nil)
print(wv.a, wv.b, wv.c, wv.d == key, count(wv))
print(count(wkv), wkv.x, wkv[key] == key)
print(getmetatable(wk).__mode)
