-- Users in the database. Everything that knows SQL is in this file.

local User = {}
User.__index = User

local EMAIL = "^[%w._%+-]+@[%w-]+%.[%w.-]+$"

--- Opens the store and makes its tables if they are not there yet.
---@param path string
function User.open(path)
    local self = setmetatable({}, User)
    self.db = sqlite.open(path)
    self.db:exec([[
        CREATE TABLE IF NOT EXISTS users (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            name       TEXT NOT NULL,
            email      TEXT NOT NULL UNIQUE,
            active     INTEGER NOT NULL DEFAULT 1,
            created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        );
        CREATE TABLE IF NOT EXISTS audit (
            id      INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL,
            action  TEXT NOT NULL,
            actor   TEXT NOT NULL,
            at      TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        );
    ]])
    return self
end

-- A row as clients see it: SQLite keeps booleans as numbers.
local function present(row)
    row.active = row.active == 1
    return row
end

--- Checks the fields of a request. Returns them, or nil and what is wrong with each.
--- With `partial`, fields may be missing.
function User.validate(input, partial)
    local fields, errors = {}, {}

    if input.name ~= nil or not partial then
        local name = type(input.name) == "string" and input.name:match("^%s*(.-)%s*$") or ""
        if #name == 0 then
            errors.name = "is required"
        elseif #name > 100 then
            errors.name = "must be at most 100 characters"
        end
        fields.name = name
    end

    if input.email ~= nil or not partial then
        local email = type(input.email) == "string" and input.email:lower() or ""
        if not email:find(EMAIL) then
            errors.email = "must be a valid email address"
        end
        fields.email = email
    end

    if input.active ~= nil then
        if type(input.active) ~= "boolean" then
            errors.active = "must be a boolean"
        end
        fields.active = input.active
    end

    if next(errors) then
        return nil, errors
    end
    return fields
end

--- How many users there are.
function User:count()
    return self.db:query_row("SELECT COUNT(*) AS total FROM users").total
end

--- A page of users in the order of their ids.
function User:list(limit, offset)
    local rows = self.db:query("SELECT * FROM users ORDER BY id LIMIT ? OFFSET ?", limit, offset)
    for _, row in ipairs(rows) do
        present(row)
    end
    return rows
end

--- A user by id, or nil.
function User:find(id)
    local row = self.db:query_row("SELECT * FROM users WHERE id = ?", id)
    return row and present(row)
end

--- Whether somebody else has this address already.
function User:email_taken(email, except_id)
    local row = self.db:query_row("SELECT id FROM users WHERE email = ? AND id <> ?", email, except_id or 0)
    return row ~= nil
end

--- Creates a user and writes down who did it: both, or neither.
function User:create(fields, actor)
    local id
    self.db:transaction(function()
        self.db:execute(
            "INSERT INTO users (name, email, active) VALUES (?, ?, ?)",
            fields.name, fields.email, fields.active ~= false
        )
        id = self.db:last_insert_id()
        self:audit(id, "create", actor)
    end)
    return self:find(id)
end

--- Changes some fields of a user. Returns the user, or nil if there is none.
function User:update(id, fields, actor)
    local user = self:find(id)
    if not user then
        return nil
    end
    local active = user.active
    if fields.active ~= nil then
        active = fields.active
    end
    self.db:transaction(function()
        self.db:execute(
            "UPDATE users SET name = ?, email = ?, active = ? WHERE id = ?",
            fields.name or user.name, fields.email or user.email, active, id
        )
        self:audit(id, "update", actor)
    end)
    return self:find(id)
end

--- Deletes a user. Returns whether there was one.
function User:delete(id, actor)
    local deleted = false
    self.db:transaction(function()
        deleted = self.db:execute("DELETE FROM users WHERE id = ?", id) > 0
        if deleted then
            self:audit(id, "delete", actor)
        end
    end)
    return deleted
end

--- Writes down what was done to a user. Without an actor it raises an error that HoneyMoon answers with status 400;
--- a transaction around it is rolled back.
function User:audit(id, action, actor)
    if not actor or actor == "" then
        error({ status = 400, code = "ACTOR_REQUIRED", message = "the header X-Actor must name who makes the change" })
    end
    self.db:execute("INSERT INTO audit (user_id, action, actor) VALUES (?, ?, ?)", id, action, actor)
end

--- What was done to a user, oldest first.
function User:history(id)
    return self.db:query("SELECT action, actor, at FROM audit WHERE user_id = ? ORDER BY id", id)
end

return User
