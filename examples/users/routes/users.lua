-- The routes below /users.

local config = require("config")
local User = require("models.user")

-- A whole number of a request, or the default; nil if it is something else or out of bounds.
local function integer(text, default, low, high)
    if text == nil then
        return default
    end
    local number = math.tointeger(tonumber(text))
    if number and number >= low and number <= high then
        return number
    end
    return nil
end

-- The id in the path, or nil if it is no number: such a user cannot exist.
local function id_of(req)
    return integer(req.params.id, nil, 1, math.maxinteger)
end

local function not_found(res)
    return res:status(404):json({ error = "User not found" })
end

local function invalid(res, errors)
    return res:status(422):json({ error = "Validation failed", details = errors })
end

return function(app, users)
    -- One page of users: ?page=1&size=20
    app:get("/users", function(req, res)
        local page = integer(req.query.page, 1, 1, 1000000)
        local size = integer(req.query.size, config.default_page_size, 1, config.max_page_size)
        if not page or not size then
            return invalid(res, { page = "page and size must be positive numbers, size at most " .. config.max_page_size })
        end

        local total = users:count()
        res:json({
            data = users:list(size, (page - 1) * size),
            page = page,
            size = size,
            total = total,
            pages = (total + size - 1) // size,
        })
    end)

    app:get("/users/:id", function(req, res)
        local id = id_of(req)
        local user = id and users:find(id)
        if not user then
            return not_found(res)
        end
        res:json({ data = user })
    end)

    -- What was done to a user, even if it has been deleted since
    app:get("/users/:id/history", function(req, res)
        local id = id_of(req)
        if not id then
            return not_found(res)
        end
        res:json({ data = users:history(id) })
    end)

    app:post("/users", function(req, res)
        local fields, errors = User.validate(req:json())
        if not fields then
            return invalid(res, errors)
        end
        if users:email_taken(fields.email) then
            return res:status(409):json({ error = "Email is already in use" })
        end

        local user = users:create(fields, req.actor)
        res:status(201):set("Location", "/users/" .. user.id):json({ data = user })
    end)

    app:put("/users/:id", function(req, res)
        local id = id_of(req)
        local fields, errors = User.validate(req:json(), true)
        if not fields then
            return invalid(res, errors)
        end
        if id and fields.email and users:email_taken(fields.email, id) then
            return res:status(409):json({ error = "Email is already in use" })
        end

        local user = id and users:update(id, fields, req.actor)
        if not user then
            return not_found(res)
        end
        res:json({ data = user })
    end)

    app:delete("/users/:id", function(req, res)
        local id = id_of(req)
        if not id or not users:delete(id, req.actor) then
            return not_found(res)
        end
        res:status(204):send()
    end)
end
