-- The desk begins on a report; in a full store too, hence the write that needs no memory first.
-- KEYS: 1 desk:trying   ARGV: 1 report id
-- Returns how often it was begun without being finished, this time included.
redis.call('HDEL', KEYS[1], '')
return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
