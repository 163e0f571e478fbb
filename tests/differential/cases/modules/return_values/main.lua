-- Shows what require gives for modules returning nothing, false, values and several results.
print(require "nothing") print(package.loaded.nothing, select("#", require "nothing"))
print(require "returns_false") print(package.loaded.returns_false)
print(require "returns_number") print((require "returns_many"))
print(require "sets_loaded") print(package.loaded.sets_loaded)
print(require "returns_function"("arg"))
print(require "returns_nil", package.loaded.returns_nil)
