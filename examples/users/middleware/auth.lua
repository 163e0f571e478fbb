-- Lets only clients pass that know the token.

local auth = {}

-- Compares two strings in a time that does not tell where they differ.
local function same(a, b)
    if #a ~= #b then
        return false
    end
    local difference = 0
    for i = 1, #a do
        difference = difference | (a:byte(i) ~ b:byte(i))
    end
    return difference == 0
end

--- A middleware that asks for "Authorization: Bearer <token>".
--- The header X-Actor names the user on whose behalf the client acts; it goes to the audit log.
function auth.bearer(token)
    return function(req, res, next)
        local header = req:get("Authorization") or ""
        local given = header:match("^[Bb]earer%s+(.+)$")
        if not given or not same(given, token) then
            res:set("WWW-Authenticate", "Bearer")
            return res:status(401):json({ error = "Unauthorized" })
        end
        req.actor = req:get("X-Actor")
        next()
    end
end

return auth
