package.loaded[...] = "set by hand"
