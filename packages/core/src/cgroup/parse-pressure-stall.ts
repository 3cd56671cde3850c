/**
 * Reads `full avg10` of a PSI file as a ratio: the share of the last ten seconds in which everything stood
 * still for memory. `undefined` when it is not told.
 */
export function parseFullStall(text: string): number | undefined {
  const percent = Number(/^full avg10=(\d+(?:\.\d+)?) /m.exec(text)?.[1])
  return percent <= 100 ? percent / 100 : undefined
}
