/** How the server ended, judged by its exit and, for a kill, by the kernel's own count. */
export function fateOf({ code, signal, output }, kills) {
  if (signal === 'SIGKILL' || code === 137) return kills > 0 ? 'killed by the kernel' : 'killed'
  if (signal === 'SIGABRT' || code === 134 || /heap out of memory/.test(output)) return 'out of heap'
  return `ended with ${signal ?? code}`
}
