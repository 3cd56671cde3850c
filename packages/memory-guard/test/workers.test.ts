import { MIB, SimulatedProcess } from './simulated-process.js'

const UPLOAD = { method: 'POST', path: '/upload', holdsBytes: 8 * MIB, holdsForMs: 200, allocatesAfterMs: 10 }

test('workers that share a container take their part of the headroom', () => {
  const admittedBy = (workers: number): number =>
    new SimulatedProcess({ guard: { costs: { 'POST /upload': 8 * MIB } }, workers }).burst(500, UPLOAD)
  expect(admittedBy(2)).toBeLessThan(admittedBy(1))
  expect(admittedBy(4)).toBeLessThan(admittedBy(2))
})
