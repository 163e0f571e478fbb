-- Shows line counting in chunks with every mix of line ends.
for _, eol in ipairs {"\n", "\r", "\r\n", "\n\r", "\n\n", "\r\r", "\n\r\n", "\r\n\r"} do
  local f = load("local a" .. eol .. "error('e')", "=src")
  print(select(2, pcall(f)))
  local g = load("return [[a" .. eol .. "b]]")
  print(g():byte(1, -1))
  local h = load("return 'a\\" .. eol:sub(1, 1) .. "b'")
  print(h():byte(1, -1))
end
