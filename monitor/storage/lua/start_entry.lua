-- A worker begins one of its entries: only now does an attempt count, so that a killer takes no neighbour down with it.
-- KEYS: 1 entry, 2 entries:leased   ARGV: 1 id, 2 holder, 3 revision, 4 lease ends ms
-- Returns the number of this attempt, or 0 where the lease is lost (ran out, or the feed changed the entry).
local held = redis.call('HMGET', KEYS[1], 'state', 'holder', 'revision')
if held[1] ~= 'leased' or held[2] ~= ARGV[2] or held[3] ~= ARGV[3] then return 0 end
redis.call('HDEL', KEYS[1], 'disposition') -- needs no memory, and a script that has written may go on in a full store
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
return redis.call('HINCRBY', KEYS[1], 'attempts', 1)
