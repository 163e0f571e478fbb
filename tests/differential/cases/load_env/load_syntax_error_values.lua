-- Shows that load returns nil plus message and never raises for bad code.
local codes = {"", "return", "x", "return return", "for", "local function", "return 1 2", "\0", "\27Lua", "return '\\400'", "goto x", "break", "return ...", "return {", "return }"}
for _, c in ipairs(codes) do
  local r = table.pack(pcall(load, c, "=c"))
  print(r.n, r[1], type(r[2]), r[3])
end
