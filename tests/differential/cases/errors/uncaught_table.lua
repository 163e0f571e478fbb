-- Shows an uncaught error value that is a table without __tostring.
print "one"
error({code = 5})
