"""Where state lives: one store a room, keys, Lua scripts, the connection and the embedded server."""
