/** How old this process is, and what time it is on the wall. */
export const processAge = {
  uptimeMs: (): number => process.uptime() * 1000,
  wallClockMs: (): number => Date.now(),
}
