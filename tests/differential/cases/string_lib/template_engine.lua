-- Shows string interpolation with functions, nested braces and escapes.
local function render(tpl, env)
  return (tpl:gsub("%${(.-)}", function(e) local f = load("return " .. e, "=tpl", "t", env) if not f then return "<syntax error>" end local ok, v = pcall(f) return ok and tostring(v) or "<error>" end))
end
print(render("${a} + ${b} = ${a + b}; ${name:upper()} ${missing} ${x.y} ${1 +}", {a = 1, b = 2, name = "lua", string = string}))
print((("x={x} y={y}"):gsub("{(%w+)}", {x = 1, y = 2.5})))
print((("%d%% of $1 and $2"):gsub("%$(%d)", function(n) return ({"one", "two"})[tonumber(n)] end)))
