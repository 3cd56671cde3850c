// node contend.mjs CONTENDER TASK FILE…: does one thing in a process of its own. Prints what it found as one line
// of JSON, with the CPU time of the work alone and the peak of the whole process's memory.
const [name, task, ...files] = process.argv.slice(2)
const contender = await import(`./contenders/${name}.mjs`)

const start = process.cpuUsage()
const startMs = performance.now()
let found
try {
  found = await contender[task](...files)
} catch (error) {
  found = { failed: String(error).split('\n')[0] }
}
const { user, system } = process.cpuUsage(start)

const line = JSON.stringify({
  found,
  workCpuMs: (user + system) / 1000,
  workMs: performance.now() - startMs,
  peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
})
// Others print as well, and what keeps their process alive is not ours to wait for.
process.stdout.write(`\n${line}\n`, () => process.exit())
