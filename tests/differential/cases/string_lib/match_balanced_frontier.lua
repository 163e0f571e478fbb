-- Shows %b and %f.
print(("f(a(b)c)(d)"):match("%b()"), ("((x)"):match("%b()"), (")("):match("%b()"), ("<<a>b>"):match("%b<>"), ("xaybzx"):match("%bxx"), ("if x begin y end end"):match("%bbe"))
print(("THE (quick) fox"):find("%f[%a]%a+%f[%A]"))
print(("THE (quick) fox"):gsub("%f[%a]%a+", "W"))
print(("hello world"):gsub("%f[%w]%w+", string.upper))
print(("a1b2"):gsub("%f[%d]", "|"))
print(("abc"):find("%f[%z]"), ("abc"):find("%f[\0]"), ("abc"):find("%f[a]"), ("abc"):find("^%f[%w]"), (""):find("%f[%A]"))
print(("x.y.z"):gsub("%f[.]", "!"), ("[[x]]"):gsub("%b[]", ""))
for _, p in ipairs {"%b", "%b(", "%f", "%fa", "%f[", "%f[a"} do print(p, pcall(string.find, "abc", p)) end
