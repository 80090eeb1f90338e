-- What became of a delivery that this holder has leased: one outcome, counted once, and the lane moves on.
-- KEYS: 1 delivery, 2 queue of the sink, 3 lanes of the sink, 4 deliveries:dead, 5 counters of the day, 6 delivered mark,
--       7 deliveries:held of the sink, 8 deliveries:summaries
-- ARGV: 1 id, 2 holder, 3 outcome (delivered | retry | release | dead | held | muted), 4 now ms, 5 next attempt or summary ms,
--       6 error, 7 reason, 8 progress, 9 kept for ms, 10 prefix of deliveries, 11 counters are kept for ms,
--       12 prefix of the sink's delivered marks, 13 channel that tells of what became of deliveries
-- Returns 'done', 'next' where a newer revision is due now, 'merged' where it was merged into that, or 'lost' where the lease is
-- no longer this holder's: then nothing happens.
local d = redis.call('HMGET', KEYS[1], 'holder', 'state', 'incident_id', 'revision', 'alert_id', 'sink', 'kind', 'body')
if d[1] ~= ARGV[2] or d[2] ~= 'waiting' then return 'lost' end
local id, outcome, now, P = ARGV[1], ARGV[3], ARGV[4], ARGV[10]
local behind = redis.call('HGET', KEYS[3], 'n:' .. d[3])
redis.call('PUBLISH', ARGV[13], id)
redis.call('HDEL', KEYS[1], 'holder', 'lease_until')
redis.call('HSET', KEYS[1], 'last_error', ARGV[6], 'reason', ARGV[7], 'progress', ARGV[8])
if outcome == 'delivered' or outcome == 'retry' or outcome == 'dead' then redis.call('HINCRBY', KEYS[1], 'attempts', 1) end

if (outcome == 'retry' or outcome == 'release') and not behind then
  redis.call('ZADD', KEYS[2], ARGV[5], id)
  return 'done'
end

-- The sink knows this revision: what it is told next is what changed since.
local function mark(key, revision)
  if revision > tonumber(redis.call('GET', key) or '0') then redis.call('SET', key, revision, 'PX', ARGV[9]) end
end

local state = outcome
if outcome == 'retry' or outcome == 'release' then
  state = 'merged'
  redis.call('HSET', KEYS[1], 'merged_into', behind)
elseif outcome == 'delivered' then
  if d[7] == 'summary' then
    for _, alert in ipairs(cjson.decode(d[8] or '[]')) do
      local incident, revision = alert:match('^(.*)%.(%d+)$')
      if incident then mark(ARGV[12] .. incident, tonumber(revision)) end
    end
  else
    mark(KEYS[6], tonumber(d[4] or '0'))
    redis.call('HDEL', KEYS[7], d[3])
  end
elseif outcome == 'dead' then
  redis.call('ZADD', KEYS[4], now, id)
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - ARGV[9]) -- expired: nobody could send them again
elseif outcome == 'held' then
  redis.call('HSET', KEYS[7], d[3], d[5])
  redis.call('ZADD', KEYS[8], 'NX', ARGV[5], d[6])
elseif outcome == 'muted' then
  state = 'held'
end
redis.call('HSET', KEYS[1], 'state', state, 'done_at', now)
redis.call('PEXPIRE', KEYS[1], ARGV[9])
redis.call('ZREM', KEYS[2], id)
redis.call('HINCRBY', KEYS[5], 'delivery.' .. (outcome == 'muted' and 'muted' or state), 1)
redis.call('PEXPIRE', KEYS[5], ARGV[11])

if redis.call('HGET', KEYS[3], 'h:' .. d[3]) ~= id then return 'done' end
if not behind then
  redis.call('HDEL', KEYS[3], 'h:' .. d[3])
  return 'done'
end
redis.call('HSET', KEYS[3], 'h:' .. d[3], behind)
redis.call('HDEL', KEYS[3], 'n:' .. d[3])
redis.call('ZADD', KEYS[2], now, behind)
return state == 'merged' and 'merged' or 'next'
