-- Leases due feeds, at most so many in all and so many a host, and shifts all due times where the clock stepped back.
-- KEYS: 1 feeds:due, 2 feeds:hosts, 3 feeds:paused, 4 feeds:clock, 5 feeds:version
-- ARGV: 1 prefix of feed keys, 2 prefix of host keys, 3 now ms ('' = the server's clock), 4 at most, 5 a host at most,
--       6 lease ms, 7 token, 8 how many due feeds to look at, 9 ms that a feed of a busy host waits
-- Returns {now, feeds put off, version, id, due ms, state or '', id, ...}.
local now = tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
-- One clock for all schedulers, the store's. After a step back, what was due in a minute is still due in a minute.
local last = tonumber(redis.call('GET', KEYS[4]) or now)
if now < last - 1000 then
  for _, key in ipairs({KEYS[1], KEYS[3]}) do
    local all = redis.call('ZRANGE', key, 0, -1)
    for i = 1, #all do redis.call('ZINCRBY', key, string.format('%.0f', now - last), all[i]) end
  end
end
redis.call('SET', KEYS[4], string.format('%.0f', now))

local out = {string.format('%.0f', now), '0', redis.call('GET', KEYS[5]) or '0'}
local claimed, put_off, waiting = 0, 0, {}
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[8])
for i = 1, #due, 2 do
  if claimed >= tonumber(ARGV[4]) then
    put_off = put_off + 1
    break
  end
  local id, host = due[i], redis.call('HGET', KEYS[2], due[i])
  if not host then
    redis.call('ZREM', KEYS[1], id)
  else
    local busy = ARGV[2] .. host
    local paused = tonumber(redis.call('ZSCORE', KEYS[3], host) or '0')
    waiting[host] = waiting[host] or 0
    redis.call('ZREMRANGEBYSCORE', busy, '-inf', now)
    if paused > now then
      waiting[host] = waiting[host] + 1
      redis.call('ZADD', KEYS[1], string.format('%.0f', paused + waiting[host] * tonumber(ARGV[9])), id)
    elseif redis.call('ZCARD', busy) >= tonumber(ARGV[5]) then
      -- A long queue at one host must not hide the feeds of others behind it: its tail moves back.
      waiting[host] = waiting[host] + 1
      put_off = put_off + 1
      local wait = math.ceil(waiting[host] / tonumber(ARGV[5])) * tonumber(ARGV[9])
      redis.call('ZADD', KEYS[1], string.format('%.0f', now + wait), id)
    else
      if paused > 0 then redis.call('ZREM', KEYS[3], host) end
      local ends = string.format('%.0f', now + tonumber(ARGV[6]))
      redis.call('ZADD', busy, ends, id)
      redis.call('PEXPIRE', busy, tonumber(ARGV[6]) * 2)
      redis.call('ZADD', KEYS[1], ends, id)
      redis.call('HSET', ARGV[1] .. id, 'lease', ARGV[7])
      claimed = claimed + 1
      out[#out + 1] = id
      out[#out + 1] = due[i + 1]
      out[#out + 1] = redis.call('HGET', ARGV[1] .. id, 'state') or ''
    end
  end
end
out[2] = string.format('%d', put_off)
return out
