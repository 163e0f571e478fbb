-- Shows os.exit flushing buffered output and files still open.
local f = io.open("left_open.txt", "w") f:write("data") io.write("buffered output without newline") os.exit(0)
