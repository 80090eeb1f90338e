-- Gives the desk's lease back, so that a standby need not wait for it to run out.
-- KEYS: 1 desk:lease   ARGV: 1 holder
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
