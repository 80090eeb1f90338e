-- An entry's page is in, or has failed for good: the entry goes to the work set. Later than its deadline, it is a revision.
-- KEYS: 1 entry, 2 entries:pending, 3 entries:work, 4 entries:leased, 5 entries:quarantine
-- ARGV: 1 id, 2 payload, 3 page ('' for none), 4 default priority
-- Returns the revision that is now ready, or 0 where the entry is not known (expired).
local state = redis.call('HGET', KEYS[1], 'state')
if not state then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 0
end
local revision = tonumber(redis.call('HGET', KEYS[1], 'revision') or '1')
local fresh = state == 'pending' or state == 'ready'
if not fresh then revision = revision + 1 end -- a worker has, or had, the entry without its page
-- What takes memory comes first: a store that is full refuses it, and the entry goes on without its page.
redis.call('HSET', KEYS[1], 'payload', ARGV[2], 'state', 'ready', 'revision', revision)
if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'page', ARGV[3]) end
if not fresh then
  redis.call('HDEL', KEYS[1], 'holder', 'attempts', 'disposition')
  redis.call('ZREM', KEYS[4], ARGV[1])
  redis.call('ZREM', KEYS[5], ARGV[1])
end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('PERSIST', KEYS[1])
redis.call('ZADD', KEYS[3], tonumber(redis.call('HGET', KEYS[1], 'priority') or ARGV[4]), ARGV[1])
return revision
