local one = require "one"
return {one = one}
