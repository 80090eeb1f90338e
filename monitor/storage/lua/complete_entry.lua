-- An entry is done: report, article, disposition and counter, all or nothing, once for each revision.
-- KEYS: 1 entry, 2 entries:leased, 3 reports, 4 article, 5 counters of the day, 6 entries:quarantine
-- ARGV: 1 id, 2 holder, 3 revision, 4 disposition, 5 report ('' for none), 6 article ('' for none), 7 kept for ms, 8 now ms,
--       9 final state, 10 counters are kept for ms
-- Returns 'done', or 'lost' where the lease is no longer this holder's: then nothing happens.
local held = redis.call('HMGET', KEYS[1], 'state', 'holder', 'revision')
if held[1] ~= 'leased' or held[2] ~= ARGV[2] or held[3] ~= ARGV[3] then return 'lost' end
-- Giving memory back comes first: a store that is full takes what follows, so that a backlog drains by itself.
redis.call('HDEL', KEYS[1], 'page', 'holder')
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[9] == 'quarantined' then
  redis.call('ZADD', KEYS[6], ARGV[8], ARGV[1]) -- the payload stays, for whoever looks into it
else
  redis.call('HDEL', KEYS[1], 'payload')
end
redis.call('HSET', KEYS[1], 'state', ARGV[9], 'disposition', ARGV[4], 'done_at', ARGV[8])
redis.call('PEXPIRE', KEYS[1], ARGV[7])
if ARGV[5] ~= '' then redis.call('XADD', KEYS[3], '*', 'report', ARGV[5]) end
if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[4], 'article', ARGV[6], 'disposition', ARGV[4], 'revision', ARGV[3], 'at', ARGV[8])
  redis.call('PEXPIRE', KEYS[4], ARGV[7])
end
redis.call('HINCRBY', KEYS[5], 'article.' .. ARGV[4], 1)
redis.call('PEXPIRE', KEYS[5], ARGV[10])
return 'done'
