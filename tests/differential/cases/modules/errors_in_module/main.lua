-- Shows errors raised while a module loads: runtime and syntax; a second try loads again.
for _, name in ipairs {"runtime_error", "runtime_error", "syntax_error", "table_error"} do
  local ok, e = pcall(require, name)
  print(name, ok, type(e) == "table" and e.code or e, package.loaded[name])
end
print(attempts)
