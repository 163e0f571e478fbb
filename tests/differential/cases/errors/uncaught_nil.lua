-- Shows an uncaught nil error.
io.write("partial line without newline")
error(nil)
