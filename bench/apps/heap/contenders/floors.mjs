// What no parser can do without, on one thread: reading the file, and a plain loop over its digits.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const WINDOW_BYTES = 512 * 1024

function eachWindow(file, visit) {
  const descriptor = openSync(file)
  const window = new Uint8Array(WINDOW_BYTES)
  for (;;) {
    const length = readSync(descriptor, window)
    if (length === 0) break
    visit(window, length)
  }
  closeSync(descriptor)
}

/** The file in memory, as all those have it who parse it as a whole. */
export function load(file) {
  return { bytes: readFileSync(file).length }
}

/** The file passing by, never more of it than the processor's cache holds. */
export function pass(file) {
  let bytes = 0
  eachWindow(file, (_window, length) => {
    bytes += length
  })
  return { bytes }
}

/** Every run of digits becomes a number, and every number counts, those over 2^31 too: V8 writes some. */
export function digits(file) {
  let sum = 0
  let numbers = 0
  let value = 0
  let inNumber = false
  eachWindow(file, (window, length) => {
    for (let i = 0; i < length; i++) {
      const digit = window[i] - 48
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit
        inNumber = true
      } else if (inNumber) {
        sum = (sum + value) | 0
        numbers++
        value = 0
        inNumber = false
      }
    }
  })
  return { sum, numbers }
}
