-- Shows gsub callbacks that call gsub, modify tables and keep state.
local n = 0
print((("a1b2c3"):gsub("%d", function(d) n = n + d return ("<" .. d .. ">"):gsub("<", "(") end)), n)
local seen = {}
print((("the cat the dog the end"):gsub("%a+", function(w) seen[w] = (seen[w] or 0) + 1 if seen[w] > 1 then return w .. seen[w] end end)))
local function expand(s, env, depth)
  if depth > 5 then return s end
  return (s:gsub("%[(%w+)%]", function(k) return expand(env[k] or "?", env, depth + 1) end))
end
print(expand("[a] and [z]", {a = "A([b])", b = "B[c]", c = "C"}, 0))
print((("abc"):gsub(".", function(c) return nil end)), (("abc"):gsub("b", function() return "" end)), #(("x"):rep(1000):gsub("x", "yy")))
