-- Shows arithmetic, comparison and concatenation directly on fields of unknown kind.
local t = {i = 5, f = 2.5, s = "7", n = nil, b = true, t = {1, 2}}
print(t.i + t.f, t.i + t.s, t.s * 2, t.i .. t.f, t.i // 2, t.f // 1, t.i % 3, t.f % 1, t.i ^ 2, t.i / 5, -t.i, -t.f, -t.s, #t.s, #t.t, not t.n, not t.b, t.i == 5.0, t.i < t.f, t.i ~= t.s, t.s < "8", t.i & 4, t.i << 1, ~t.i)
for _, op in ipairs {"t.n + 1", "t.b + 1", "t.t + 1", "t.s + t.t", "t.i < t.s", "t.b < t.b", "t.n .. 'x'", "t.t .. 'x'", "#t.i", "#t.n", "-t.b", "t.f & 1", "t.s & 1", "t.n.x", "t.i.x.y", "t.b()", "t.t()", "t.n()", "t.t[1][1]", "t.t.x.y", "t[nil]", "t.i > nil", "1 < t.b", "t.t < t.t", "t.t == t.t", "t.x:y()"} do
  print(op, pcall(load("local t = ... return " .. op, "=c"), t))
end
