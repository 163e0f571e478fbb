-- Freight on the engine that the first argument names; `key` of the second is put before the names of tables.
local freight = require("freight")
local engine, prefix = arg[1], arg[2]
local options = {
    sqlite = { database = ":memory:" },
    mysql = { host = "127.0.0.1", user = "root", database = "test" },
    postgres = { host = "127.0.0.1", user = "postgres", database = "test" },
}
local db = freight.open(engine, options[engine])
local function named(name) return prefix .. name end
local function list(records, field)
    local out = {}
    for _, record in ipairs(records) do out[#out + 1] = tostring(record[field]) end
    return table.concat(out, " ")
end
local function refuses(label, f, ...)
    local results = table.pack(pcall(f, ...))
    print(label, results[1] == false and (tostring(results[2]):gsub(prefix, "")) or "was allowed")
end

-- Fields of every type
local Thing = db:model(named("things"), {
    id = freight.primaryKey(),
    name = freight.string(40, { notNull = true, unique = true }),
    text = freight.text(),
    count = freight.integer({ default = 7, index = true }),
    ratio = freight.float(),
    active = freight.boolean({ default = true }),
    hidden = freight.boolean({ default = 0 }),
    at = freight.datetime(),
    day = freight.date(),
    data = freight.blob(),
    extra = freight.json(),
    made = freight.datetime({ default = "CURRENT_TIMESTAMP" }),
    order = freight.integer(),
})
local result = db:autoMigrate(Thing)
print("migrated", result.success, #result.created_tables, #result.errors, #result.created_indexes)
print("again", db:autoMigrate(Thing).success, #db:autoMigrate(Thing).changes)
local bytes = "a\0\255\128b"
local thing = Thing:create({
    name = "it's \"one\" \\ ?", text = "caf\u{e9} \u{1f600}", ratio = 2.5, at = "2025-02-04 12:00:00", day = "2025-02-04",
    data = bytes, extra = { list = { 1, 2 }, deep = { yes = true } }, order = 3, unknown = "ignored",
})
print("created", thing.id, thing.name, thing.text, thing.count, thing.ratio, thing.active, thing.hidden)
print("times", thing.at, thing.day, type(thing.made), thing.unknown)
print("bytes", thing.data == bytes, #Thing:find(thing.id).data)
local found = Thing:find(thing.id)
print("json", found.extra.list[2], found.extra.deep.yes, json.encode(found.extra))
found.extra.list[3] = 9
found.active = false
found.text = nil
found.order = found.order + 1
print("saved", found:save() == found)
found = Thing:find(tostring(thing.id))
print("changed", #found.extra.list, found.active, found.text, found.order, found.count)
print("iso", Thing:create({ name = "iso", at = "2025-02-04T12:00:00Z" }).at:sub(1, 10))
print("nothing", Thing:find(999), Thing:find("x"), Thing:find(nil))
refuses("find", Thing.findOrFail, Thing, 999)
print("truth", Thing:where({ active = true }):count(), Thing:where({ active = false }):count(), Thing:where("active = ?", true):count())
print("word of SQL", Thing:where({ order = 4 }):first().name == thing.name, Thing:orderBy("order", "desc"):first() ~= nil)
local keys = {}
for key in pairs(Thing:select("id", "name"):where({ id = thing.id }):first()) do keys[#keys + 1] = key end
print("columns", table.concat(keys, " "))
refuses("not null", function() error((select(2, pcall(Thing.create, Thing, {}))) and "refused", 0) end)
print("unique", (pcall(Thing.create, Thing, { name = "iso" })), Thing:count())

-- Conditions
local User = db:model(named("users"), { id = freight.primaryKey(), name = freight.string(20), team = freight.string(10), age = freight.integer() })
local Post = db:model(named("posts"), {
    id = freight.primaryKey(), user_id = freight.foreignKey(named("users"), "id", { onDelete = "CASCADE" }), title = freight.string(50), score = freight.float(),
})
local Tag = db:model(named("tags"), { id = freight.primaryKey(), name = freight.string(20, { unique = true }) })
local Link = db:model(named("links"), { id = freight.primaryKey(), post_id = freight.foreignKey(named("posts")), tag_id = freight.foreignKey(named("tags")) })
print("order of tables", db:autoMigrate(Link, Post, Tag, User).success)
for _, row in ipairs({ { "ann", "red", 30 }, { "bob", "blue", 20 }, { "cyd", "red", 40 }, { "dan", "green", 10 }, { "eve", nil, 50 } }) do
    User:create({ name = row[1], team = row[2], age = row[3] })
end
local function who(query) return list(query:orderBy("name"):all(), "name") end
print("where", who(User:where({ team = "red" })), who(User:where({ team = "red", age = 40 })), who(User:where("age > ?", 25)), who(User:where("name", "bob")))
print("in", who(User:whereIn("id", { 1, 3, 99 })), who(User:whereIn("id", {})), who(User:whereNotIn("id", { 1 })), who(User:whereNotIn("id", {})))
print("list", who(User:where({ team = { "red", "blue" } })))
print("null", who(User:whereNull("team")), who(User:whereNotNull("team")))
print("between", who(User:whereBetween("age", 20, 40)), who(User:whereLike("name", "%a%")))
print("or", who(User:where({ team = "red" }):orWhere({ team = "blue" })), who(User:where("age < ? OR age > ?", 15, 45):where("name <> ?", "eve")))
print("or then and", who(User:where({ team = "red" }):orWhere("age < ?", 15):where("age > ?", 35)))
local base = User:where({ team = "red" })
local narrowed = base:where("age > ?", 35)
print("queries stay as they are", base:count(), narrowed:count(), base:count())
print("pages", who(User:orderBy("id"):limit(2)), list(User:orderBy("id"):offset(3):all(), "name"), list(User:orderBy("id"):paginate(2, 2):all(), "name"), list(User:orderBy("id"):paginate(0, 2):all(), "name"))
print("order", list(User:orderBy("team DESC"):orderByDesc("age"):whereNotNull("team"):all(), "name"))
print("first", User:first().name, User:last().name, User:where({ team = "none" }):first(), User:find_by("name", "cyd").age)
print("exists", User:where({ name = "ann" }):exists(), User:where({ name = "zoe" }):exists())
print("distinct", #User:select("team"):distinct():whereNotNull("team"):all(), User:select("team"):distinct():whereNotNull("team"):count())

-- Numbers
print("numbers", User:count(), User:count("team"), User:sum("age"), User:avg("age"), User:min("age"), User:max("age"), User:max("name"))
print("of none", User:where({ team = "none" }):sum("age"), User:where({ team = "none" }):avg("age"), User:where({ team = "none" }):max("age"), User:where({ team = "none" }):count())
print("of some", User:orderBy("age"):limit(2):sum("age"), User:orderBy("age"):limit(2):count(), math.type(User:sum("age")))
local teams = User:select("team", "COUNT(*) AS n", "MAX(age) AS oldest"):whereNotNull("team"):groupBy("team"):orderBy("team"):all()
for _, row in ipairs(teams) do print("group", row.team, row.n, row.oldest) end
print("having", list(User:select("team"):groupBy("team"):having("COUNT(*) > ?", 1):all(), "team"), User:select("team"):whereNotNull("team"):groupBy("team"):count())

-- Relations
User:hasMany(Post, { foreignKey = "user_id", as = "posts" })
Post:belongsTo(User, { foreignKey = "user_id", as = "author" })
Post:belongsToMany(Tag, { through = named("links"), foreignPivotKey = "post_id", relatedPivotKey = "tag_id", as = "tags" })
Tag:belongsToMany(Post, { through = named("links"), foreignPivotKey = "tag_id", relatedPivotKey = "post_id", as = "posts" })
for i, row in ipairs({ { 1, "one", 1.5 }, { 1, "two", 2.5 }, { 3, "three", 4 } }) do Post:create({ user_id = row[1], title = row[2], score = row[3] }) end
for _, name in ipairs({ "lua", "web", "db" }) do Tag:create({ name = name }) end
print("many", list(User:find(1):posts(), "title"), list(User:find(1):getPosts(), "title"), #User:find(2):posts())
local post = Post:find(3)
print("property", post.author.name, #User:find(1).posts, User:find(1).posts[2].title, post:author().id)
local names = {}
for _, each in ipairs(User:find(1).posts) do names[#names + 1] = each.title end
for _, each in pairs(User:find(1).posts) do names[#names + 1] = each.title end
print("loops", table.concat(names, " "))
local tags = Post._relations.tags
print("attach", tags:attach(post, { 1, 2 }), tags:attach(post, 2), tags:attach(post, Tag:find(3)), list(post:tags(), "name"))
print("sync", tags:sync(post, { 3, 1 }))
print("now", list(post:tags(), "name"), list(Tag:find(1):posts(), "title"), #Tag:find(2):posts())
print("detach", tags:detach(post, { 1 }), tags:detach(post), #post:tags())
tags:attach(post, { 1 })
local loaded = User:include("posts.tags", "posts.author"):orderBy("id"):all()
print("eager", #loaded[1]._loaded_relations.posts, #loaded[2]._loaded_relations.posts, loaded[3]._loaded_relations.posts[1]._loaded_relations.tags[1].name)
refuses("unknown relation", function() return User:include("nothing"):all() end)
local joined = User:select(named("users") .. ".name", "title AS post_title"):join(named("posts"), named("users") .. ".id = " .. named("posts") .. ".user_id"):orderBy("title"):all()
for _, row in ipairs(joined) do print("join", row.name, row.post_title) end
print("left join", #User:leftJoin(named("posts"), named("users") .. ".id = " .. named("posts") .. ".user_id"):all())
local plain = json.decode(json.encode(Post:include("author"):where({ id = 1 }):first()))
print("json of records", plain.title, plain.author.name)

-- Changes
print("update", User:where("age < ?", 25):update({ team = "young" }), who(User:where({ team = "young" })))
print("delete", User:where({ team = "young" }):delete(), User:count())
print("limited", User:orderBy("id"):limit(1):update({ age = 31 }), User:find(1).age)
print("cascade", User:find(1):deleteInstance(), Post:count())
local again, made = User:firstOrCreate({ name = "fay" }, { age = 5 })
print("first or create", again.name, made, select(2, User:firstOrCreate({ name = "fay" }, { age = 6 })), User:count())
local new, is_new = User:firstOrNew({ name = "gus" }, { age = 1 })
print("first or new", new.name, is_new, User:count(), new:save().id ~= nil, User:count())
again:update({ age = 8, nothing = 1 })
print("update of a record", User:find(again.id).age, again.nothing)
again:reload()
again:delete()
print("deleted", User:find(again.id))

-- Hooks
local log = {}
for _, event in ipairs({ "beforeCreate", "afterCreate", "beforeUpdate", "afterUpdate", "beforeDelete", "afterDelete", "beforeSave", "afterSave" }) do
    Tag[event](Tag, function() log[#log + 1] = event end)
end
local tag = Tag:create({ name = "hook" })
tag.name = "hooked"
tag:save()
tag:delete()
print("hooks", table.concat(log, " "))
Tag:beforeSave(function(record) if record.name == "bad" then return false end end)
refuses("hook", Tag.create, Tag, { name = "bad" })
function Tag:called(name) return self:where({ name = name }):first() end
print("own method", Tag:called("lua").id, Tag:called("nothing"))

-- Transactions
print("commit", db:transaction(function(d) Tag:create({ name = "t1" }) return d == db end))
print("undone", db:transaction(function() Tag:create({ name = "t2" }) error("stop", 0) end))
print("table error", type(select(2, db:transaction(function() error({ code = 5 }) end))))
print("nested", db:transaction(function()
    Tag:create({ name = "t3" })
    print("inner", db:transaction(function() Tag:create({ name = "t4" }) error("inner", 0) end))
    Tag:create({ name = "t5" })
end), who(Tag:whereLike("name", "t_")))
db:begin()
Tag:create({ name = "t6" })
db:rollback()
print("rolled back", who(Tag:whereLike("name", "t_")))
print("raw", #db:raw("SELECT name FROM " .. named("tags") .. " WHERE name LIKE ?", "t_"), db:raw("DELETE FROM " .. named("tags") .. " WHERE name = ?", "t5"), db:changes())

-- A log of statements
local seen = 0
local original = db.query
db.query = function(self, sql, ...)
    seen = seen + 1
    return original(self, sql, ...)
end
User:all()
User:where({ age = 1 }):all()
print("logged", seen)
db.query = original

-- Adding to a table
local Wider = db:model(named("tags"), {
    id = freight.primaryKey(), name = freight.string(20), color = freight.string(10, { default = "red", index = true }),
    at = freight.datetime({ default = "CURRENT_TIMESTAMP" }), size = freight.integer(),
})
local change = db:autoMigrate(Wider)
print("widened", change.success, #change.added_columns, #change.created_indexes, Wider:first().color, Wider:first().at ~= nil, Wider:create({ name = "w" }).at ~= nil)
local info = {}
for _, column in ipairs(db:tableInfo(named("tags"))) do info[#info + 1] = column.name .. (column.primaryKey and "*" or "") end
table.sort(info)
print("columns", table.concat(info, " "), db:tableExists(named("tags")), db:tableExists(named("nope")), #db:indexList(named("tags")) >= 2)
local broken = db:model(named("broken"), { id = freight.primaryKey(), other = freight.foreignKey(named("nope")), x = freight.integer({ default = {} }) })
local failed = db:autoMigrate(broken)
print("errors", failed.success, #failed.errors, failed.errors[1].model == named("broken"))

-- What must not get into SQL
for _, bad in ipairs({ "name; DROP TABLE x", "name -- ", "name/**/", "1 UNION SELECT 2", "(SELECT 1)", "name'", '"name"', "sleep(5)", "pg_sleep(5)", "" }) do
    print("refused", (pcall(User.orderBy, User, bad)), (pcall(User.select, User, bad)), (pcall(User.groupBy, User, bad)))
end
refuses("direction", User.orderBy, User, "name", "ASC; DROP TABLE x")
refuses("column", User.where, User, { ["name = 1 OR 1"] = 1 })
refuses("having", User.having, User, "COUNT(*) > 1; DROP TABLE x")
refuses("join", User.join, User, "posts; DROP TABLE x", "a = b")
refuses("condition", User.where, User, "name = ?; DROP TABLE x", 1)
refuses("type", db.model, db, "x", { id = { type = "nonsense" } })
refuses("driver", freight.open, "oracle", {})
local Strict = db:model(named("users"), { id = freight.primaryKey(), name = freight.string(20) }, { strict = true })
refuses("strict", Strict.create, Strict, { name = "x", role = "admin" })
local Guarded = db:model(named("users"), { id = freight.primaryKey(), name = freight.string(20), age = freight.integer() }, { fillable = { "name" } })
print("fillable", Guarded:create({ name = "x", age = 99 }).age)

db:dropTables(Link, Tag, Post, User, Thing)
print("dropped", db:tableExists(named("users")), db:tableExists(named("things")))
db:close()
print("closed", (pcall(User.all, User)), db:ping())
