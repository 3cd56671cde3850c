import os from 'node:os'

/** What a reader must know before comparing figures. */
export function machineFacts() {
  return {
    date: new Date().toISOString(),
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    loadAverage: os.loadavg().map((load) => Number(load.toFixed(2))),
  }
}

export function printMachine(title) {
  const { date, cpu, cores, memoryGiB, kernel, node, loadAverage } = machineFacts()
  console.log(`${title}`)
  console.log(
    `${date}  ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${kernel}, Node ${node}, load ${loadAverage[0]}\n`,
  )
}
