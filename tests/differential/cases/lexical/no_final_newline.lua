-- Shows a file without a line end at its last line, which is a comment.
print("last")
print("line") -- the end