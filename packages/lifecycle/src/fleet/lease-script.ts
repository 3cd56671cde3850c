/**
 * All that is ever asked of Redis. The permits are one sorted set: who holds one, and until when by the
 * server's own clock, so that no replica's clock matters. A script runs alone, so two replicas that ask at the
 * same moment cannot both take the last permit.
 *
 * `take` refuses who holds one already: a second replica of the same name waits its turn. `renew` takes a
 * permit anew that was lost (Redis was emptied), if there is one.
 */
const SCRIPT = `
local key, task, holder = KEYS[1], ARGV[1], ARGV[2]
if task == 'give' then return redis.call('ZREM', key, holder) end
local permits, ttl = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
local held = redis.call('ZSCORE', key, holder)
if held and task == 'take' then return 0 end
if not held and redis.call('ZCARD', key) >= permits then return 0 end
redis.call('ZADD', key, now + ttl, holder)
redis.call('PEXPIREAT', key, redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2])
return 1
`

/** What a replica asks for. */
export type LeaseTask = 'take' | 'renew' | 'give'

export interface LeaseTerms {
  readonly key: string
  readonly holder: string
  readonly permits: number
  readonly ttlMs: number
}

/** The arguments of the one command. */
export function leaseCommand(task: LeaseTask, { key, holder, permits, ttlMs }: LeaseTerms): string[] {
  return ['EVAL', SCRIPT, '1', key, task, holder, String(permits), String(ttlMs)]
}
