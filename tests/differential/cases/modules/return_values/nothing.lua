print "nothing is loaded"
