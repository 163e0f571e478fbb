-- Rooms, things and what may be done with them, as data.
local world = { rooms = {}, things = {} }

local function room(name)
  return function(fields)
    fields.name = name
    fields.things = {}
    world.rooms[name] = fields
    return fields
  end
end

local function thing(name)
  return function(fields)
    fields.name = name
    world.things[name] = setmetatable(fields, world.Thing)
    if fields.at then table.insert(world.rooms[fields.at].things, name) end
    return fields
  end
end

world.Thing = {
  __tostring = function(self) return (self.article or "a") .. " " .. self.name end,
  __index = { weight = 1, portable = true },
}

room "hall" {
  text = [[You are in a long hall.
A draught comes from the north.]],
  exits = { north = "garden", east = "library", down = "cellar" },
}
room "garden" { text = "Roses, and a pond without fish.", exits = { south = "hall" } }
room "library" {
  text = "Books to the ceiling; most of them are about moons.",
  exits = { west = "hall" },
}
room "cellar" {
  text = "It smells of apples.",
  dark = "It is pitch dark.",
  exits = { up = "hall", east = "vault" },
  locked = { east = "key" },
}
room "vault" { text = "Copper everywhere.", exits = { west = "cellar" }, dark = "It is dark here too." }

thing "lamp" { at = "library", text = "An oil lamp.", states = { on = "It burns.", off = "It is out." }, state = "off" }
thing "key" { at = "garden", text = "It is small and made of iron." }
thing "rose" { at = "garden", text = "It smells of rain." }
thing "statue" { at = "hall", portable = false, text = "A man looking east.", weight = 500 }
thing "anvil" { at = "cellar", weight = 60, article = "an", text = "Heavy." }
thing "apple" { at = "cellar", article = "an", text = "Red.", edible = true }
thing "moon" { at = "vault", article = "the copper", text = "It shines. You have found it!", weight = 3, treasure = 50 }
thing "book" { at = "library", text = 'It is called "On Moons".', weight = 2, treasure = 5 }

return world
