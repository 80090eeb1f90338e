-- Adds feeds that are not polled yet, and takes away those that are no longer wanted.
-- KEYS: 1 feeds:due, 2 feeds:hosts, 3 feeds:ok, 4 feeds:failing   ARGV: 1 now ms ('' = the server's clock), 2 prefix of feed keys,
--       then for each change: 'add', id, host, ms until the first poll; or 'drop', id, '', ''
-- Returns how many feeds were added and dropped.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local added, dropped = 0, 0
for i = 3, #ARGV, 4 do
  local id = ARGV[i + 1]
  if ARGV[i] == 'add' then
    -- A feed that is known keeps its due time over restarts: no early polls. A retired one (410) stays retired.
    if redis.call('HSETNX', KEYS[2], id, ARGV[i + 2]) == 1 then
      redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[i + 3])), id)
      added = added + 1
    end
  else
    for _, key in ipairs({KEYS[1], KEYS[3], KEYS[4]}) do
      redis.call(key == KEYS[1] and 'ZREM' or 'SREM', key, id)
    end
    dropped = dropped + redis.call('HDEL', KEYS[2], id)
    redis.call('HDEL', ARGV[2] .. id, 'lease')
  end
end
return {added, dropped}
