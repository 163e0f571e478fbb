error("this plugin refuses to load")
