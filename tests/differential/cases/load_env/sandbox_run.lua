-- Shows a sandbox that limits access and catches misbehaviour.
local function run(code, env)
  local f, e = load(code, "=sandbox", "t", env)
  if not f then return "compile", e end
  local r = table.pack(pcall(f))
  if not r[1] then return "runtime", r[2] end
  return "ok", table.unpack(r, 2, r.n)
end
local function env() return {math = {floor = math.floor}, tostring = tostring} end
print(run("return math.floor(2.5), tostring(nil)", env()))
print(run("os.exit()", env())) print(run("x = = 1", env())) print(run("local t = nil; return t.x", env()))
print(run("return ('x'):rep(3), #('a'):upper()", env()))
print(run("math.floor = nil; return math", env()) == "ok", math.floor(1.5))
print(run("y = 1; return _ENV.y, _G", env()))
