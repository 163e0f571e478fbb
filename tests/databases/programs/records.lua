-- Eager loading, soft deletes, scopes and validation, on the engine that the first argument names.
local freight = require("freight")
local engine, prefix = arg[1], arg[2]
local options = {
    sqlite = { database = ":memory:" },
    mysql = { host = "127.0.0.1", user = "root", database = "test" },
    postgres = { host = "127.0.0.1", user = "postgres", database = "test" },
}
local db = freight.open(engine, options[engine])

local User = db:model(prefix .. "users", { id = freight.primaryKey(), name = freight.string(40) })
local Post = db:model(prefix .. "posts", {
    id = freight.primaryKey(),
    title = freight.string(40, {
        validate = function(title)
            return #title > 2, "too short"
        end,
    }),
    rank = freight.integer({ validate = function(rank) return rank >= 0 end }),
    published = freight.boolean({ default = false }),
    user_id = freight.foreignKey(prefix .. "users"),
}, { softDelete = true })
local Tag = db:model(prefix .. "tags", { id = freight.primaryKey(), name = freight.string(40) })
local Link = db:model(prefix .. "links", {
    id = freight.primaryKey(),
    post_id = freight.foreignKey(prefix .. "posts"),
    tag_id = freight.foreignKey(prefix .. "tags"),
})
print("migrated", db:autoMigrate(User, Post, Tag, Link).success)
User:hasMany(Post, { as = "posts", foreignKey = "user_id" })
Post:belongsTo(User, { as = "author", foreignKey = "user_id" })
Post:belongsToMany(Tag, { as = "tags", through = prefix .. "links", foreignPivotKey = "post_id", relatedPivotKey = "tag_id" })

local tag = Tag:create({ name = "lua" })
for number = 1, 20 do
    local user = User:create({ name = "user " .. number })
    for n = 1, 3 do
        local post = Post:create({ title = "post " .. n, rank = n, published = n > 1, user_id = user.id })
        if n == 1 then Post._relations.tags:attach(post, tag) end
    end
end

-- However many records there are: one query for the records, one for each relation, one more for a table in between.
local count = 0
local query, query_row = db.query, db.query_row
function db:query(...) count = count + 1 return query(self, ...) end
function db:query_row(...) count = count + 1 return query_row(self, ...) end
local posts, tags = 0, 0
for _, user in ipairs(User:include("posts.tags"):all()) do
    posts = posts + #user.posts
    for _, post in ipairs(user.posts) do tags = tags + #post.tags end
end
print("eager", posts, tags, count)
count = 0
for _, post in ipairs(Post:include("author"):all()) do assert(post.author.name) end
print("authors", count)
count = 0
for _, user in ipairs(User:limit(3):all()) do assert(#user:posts() == 3 and #user:posts() == 3) end
print("lazy", count)
db.query, db.query_row = query, query_row

-- Scopes: functions of the model, on the model and on queries.
function Post:published() return self:where({ published = true }) end
function Post:ranked(low) return self:where("rank >= ?", low) end
print("scopes", Post:published():count(), Post:published():ranked(3):count(), Post:where("rank < ?", 3):published():count())
print("no scope", pcall(function() return Post:limit(1):nothing() end))

-- Soft deletes.
local post = Post:first()
print("deleted", post:deleteInstance(), type(post.deleted_at), Post:find(post.id), Post:count(), Post:withDeleted():count())
print("author's", #User:find(post.user_id):posts(), Post:onlyDeleted():first().title)
print("again", post:reload().title, post:restore().deleted_at, Post:count())
print("many", Post:where({ rank = 3 }):delete(), Post:count(), Post:onlyDeleted():count(), Post:where({ rank = 2 }):update({ rank = 7 }))
print("back", Post:onlyDeleted():restore(), Post:count(), Post:where({ rank = 3 }):count())
Post._relations.tags:detach(post)
post:forceDelete()
print("gone", Post:withDeleted():where({ id = post.id }):count())
print("all", Post:where({ rank = 3 }):forceDelete(), Post:withDeleted():count())
print("joined", Post:join(prefix .. "users", prefix .. "users.id = " .. prefix .. "posts.user_id"):count())
print("none", pcall(User.first(User).restore, User:first()))

-- Validation.
print("create", pcall(Post.create, Post, { title = "no" }))
post = Post:first()
post.rank = -1
print("save", pcall(post.save, post))
post:reload()
print("kept", post.rank >= 0, Post:where("title = ?", "no"):count())
db:dropTables(Link, Tag, Post, User)
db:close()
