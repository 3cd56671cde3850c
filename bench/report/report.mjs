import { writeFileSync } from 'node:fs'
import { machineFacts } from './machine.mjs'

/** Writes what a bench returned, with the machine it ran on, as one JSON file. */
export function writeReport(file, name, report) {
  writeFileSync(file, `${JSON.stringify({ bench: name, machine: machineFacts(), ...report }, null, 2)}\n`)
  console.log(`\nwritten: ${file}`)
}
