// In place of a container: a limit that the process gives itself, and that nobody enforces.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const preload = new URL('../limit-preload.js', import.meta.url).href

/** The same shape as a memory cgroup, from what any user may do on any Unix. */
export function makeOwnLimit(limitBytes) {
  const mib = Math.floor(limitBytes / 2 ** 20)
  return {
    name: 'a limit of its own',
    isEnforced: false,
    limitBytes,
    // In a container V8 sizes its heap by the limit; here it has to be told.
    command: ([node, ...args]) => [node, `--max-old-space-size=${mib}`, '--import', preload, ...args],
    usedBytes: residentBytes,
    kills: () => 0,
    remove: async () => {},
  }
}

function residentBytes(pid) {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kib ?? 0) * 1024
  } catch {
    return residentBytesByPs(pid)
  }
}

function residentBytesByPs(pid) {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
  } catch {
    return 0 // It has ended.
  }
}
