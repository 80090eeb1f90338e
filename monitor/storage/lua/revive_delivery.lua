-- A dead letter is owed again, with all its attempts before it.
-- KEYS: 1 delivery, 2 deliveries:dead, 3 deliveries:due   ARGV: 1 id, 2 now ms
-- Returns 1, or 0 where it is no dead letter (any more).
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('HGET', KEYS[1], 'state') ~= 'dead' then return 0 end
redis.call('HSET', KEYS[1], 'state', 'waiting', 'attempts', 0)
redis.call('HDEL', KEYS[1], 'done_at', 'holder', 'lease_until')
redis.call('PERSIST', KEYS[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
return 1
