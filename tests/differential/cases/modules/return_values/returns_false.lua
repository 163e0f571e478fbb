print "returning false"
return false
