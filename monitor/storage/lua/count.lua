-- Adds to a counter; in a full store too, hence the write that needs no memory first.
-- KEYS: 1 counters of the day   ARGV: 1 name, 2 by, 3 kept for ms
redis.call('HDEL', KEYS[1], '')
redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
