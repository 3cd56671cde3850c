// CPU time from the kernel's own accounting: what a process used, whoever else holds the machine.
import { readdirSync, readFileSync } from 'node:fs'

const CLOCK_TICKS = 100 // USER_HZ is 100 on every Linux that Node supports

/** CPU time of a process, all threads, in ms; resolution 1 µs through schedstat. */
export function processCpuMs(pid) {
  let total = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      total += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // a thread that ended between the two calls
    }
  }
  return total / 1e6
}

/** How often the threads of a process were switched to by themselves: one for every wake-up. */
export function processWakeUps(pid) {
  let total = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
    total += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)[1])
  }
  return total
}

/** CPU time that the whole machine has spent, in ms. */
export function machineCpuMs() {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return ((user + nice + system + irq + softirq) * 1000) / CLOCK_TICKS
}
