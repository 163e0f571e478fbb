-- Does nothing: the time of starting and ending a program.
print("done")
