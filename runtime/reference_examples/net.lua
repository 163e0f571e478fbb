local server = net.tcp.listen("127.0.0.1", 0)
local port = tonumber(server:local_addr():match("%d+$"))

setTimeout(function()
  local client = net.tcp.connect("127.0.0.1", port)
  client:write_all("hello\n")
  print("answer: " .. client:read_line():trim())
  client:close()
end, 0)

local connection = server:accept()
connection:set_timeout(5000)
connection:write_all(connection:read_line():upper())
connection:close()
--> answer: HELLO
