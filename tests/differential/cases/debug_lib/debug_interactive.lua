-- Shows debug.debug reading commands from the standard input.
x = 1
debug.debug()
print("after", x)
