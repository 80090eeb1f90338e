"""Where state lives: ports (Protocols), the Redis and memory stores behind them, keys, Lua scripts, the server."""
