-- Strings that look like SQL, as values of records, on the engine that the first argument names.
local freight = require("freight")
local engine, prefix = arg[1], arg[2]
local options = {
    sqlite = { database = ":memory:" },
    mysql = { host = "127.0.0.1", user = "root", database = "test" },
    postgres = { host = "127.0.0.1", user = "postgres", database = "test" },
}
local db = freight.open(engine, options[engine])
local table_name = prefix .. "notes"
local Note = db:model(table_name, { id = freight.primaryKey(), text = freight.text(), rank = freight.integer() })
db:autoMigrate(Note)
local values = {
    "' OR '1'='1", "'; DROP TABLE " .. table_name .. "; --", "\\'; --", "\\", "'", '"', "`", "?", "$1", ":a", "%s", "%", "_",
    "-- x", "/* x */", ";", "\n", "NULL", "$$", "1) OR (1=1",
}
for _, value in ipairs(values) do
    local note = Note:create({ text = value, rank = 1 })
    assert(Note:find(note.id).text == value)
    assert(Note:where({ text = value, id = note.id }):count() == 1)
    assert(Note:where("id = ? AND text = ?", note.id, value):first().text == value)
    assert(Note:whereIn("text", { value }):where({ id = note.id }):exists())
    note.text = value .. value
    note:save()
    assert(Note:find_by("text", value .. value).id == note.id)
    assert(Note:where({ id = note.id }):update({ text = value }) == 1)
    assert(Note:firstOrCreate({ id = note.id, text = value }).id == note.id)
end
assert(Note:count() == #values)
assert(#Note:where("text = ?", "x' OR 1=1 --"):all() == 0)
db:dropTables(Note)
print("safe", #values)
