-- Ends a poll: entries, what the feed's items are known by, the feed's state, its next due time and the count, all or
-- nothing; and nothing at all where the lease is another's by now.
-- KEYS: 1 feed, 2 feed's seen, 3 feeds:due, 4 feeds:hosts, 5 the host's polls, 6 feeds:paused, 7 entries:pending,
--       8 entries:work, 9 entries:leased, 10 counters of the day, 11 entries:quarantine, 12 feeds:ok, 13 feeds:failing
-- ARGV: 1 token, 2 feed id, 3 state, 4 seen records ('' = as they were), 5 ms until the next poll (-1 = never),
--       6 host, 7 ms for which the host is left alone, 8 name of the counter, 9 prefix of entry keys,
--       10 now ms ('' = the server's clock), 11 ms for which counters are kept, 12 ms for which seen records are kept,
--       13 'ok' or 'failing', then for each entry: id, 'new' or 'changed', revision, payload, priority, outlet,
--       title hash, ms until its page must be in ('' = no page is wanted), text hash
-- Returns {1, entry id, revision, ...} for the entries that were created or changed, {0} where the lease is lost.
if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[1] then return {0} end
local now = tonumber(ARGV[10])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local out, new, changed = {1}, 0, 0
for i = 14, #ARGV, 9 do
  local id, key = ARGV[i], ARGV[9] .. ARGV[i]
  local held = redis.call('HMGET', key, 'revision', 'text')
  local revision = tonumber(held[1] or '0')
  if revision == 0 or (ARGV[i + 1] == 'changed' and held[2] ~= ARGV[i + 8]) then
    if revision == 0 then new = new + 1 else changed = changed + 1 end
    revision = math.max(revision + 1, tonumber(ARGV[i + 2]))
    local waits = ARGV[i + 7] ~= ''
    redis.call('HDEL', key, 'page', 'holder', 'attempts', 'disposition')
    redis.call('HSET', key, 'payload', ARGV[i + 3], 'state', waits and 'pending' or 'ready', 'revision', revision,
      'priority', ARGV[i + 4], 'feed', ARGV[2], 'outlet', ARGV[i + 5], 'title', ARGV[i + 6],
      'text', ARGV[i + 8])
    redis.call('PERSIST', key)
    redis.call('ZREM', KEYS[9], id)
    redis.call('ZREM', KEYS[11], id)
    if waits then
      redis.call('ZREM', KEYS[8], id)
      redis.call('ZADD', KEYS[7], string.format('%.0f', now + tonumber(ARGV[i + 7])), id)
    else
      redis.call('ZREM', KEYS[7], id)
      redis.call('ZADD', KEYS[8], ARGV[i + 4], id)
    end
    out[#out + 1] = id
    out[#out + 1] = string.format('%d', revision)
  end
end

redis.call('HSET', KEYS[1], 'state', ARGV[3])
redis.call('HDEL', KEYS[1], 'lease')
if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[12]) end
if redis.call('HEXISTS', KEYS[4], ARGV[2]) == 0 or tonumber(ARGV[5]) < 0 then
  redis.call('ZREM', KEYS[3], ARGV[2])
else
  redis.call('ZADD', KEYS[3], string.format('%.0f', now + tonumber(ARGV[5])), ARGV[2])
end
redis.call('ZREM', KEYS[5], ARGV[2])
if tonumber(ARGV[7]) > 0 then
  redis.call('ZADD', KEYS[6], 'GT', string.format('%.0f', now + tonumber(ARGV[7])), ARGV[6])
end
local well = ARGV[13] == 'ok'
redis.call('SADD', well and KEYS[12] or KEYS[13], ARGV[2])
redis.call('SREM', well and KEYS[13] or KEYS[12], ARGV[2])
redis.call('HINCRBY', KEYS[10], ARGV[8], 1)
if new > 0 then redis.call('HINCRBY', KEYS[10], 'entry.new', new) end
if changed > 0 then redis.call('HINCRBY', KEYS[10], 'entry.changed', changed) end
redis.call('PEXPIRE', KEYS[10], ARGV[11])
return out
