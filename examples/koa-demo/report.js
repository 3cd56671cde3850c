import { setTimeout as wait } from 'node:timers/promises'

const ROWS = 25_000

/** Builds what many report routes build: rows as objects, a rendered buffer, and a wait for something slow. */
export async function buildReport() {
  const rows = []
  for (let id = 0; id < ROWS; id++) {
    const quantity = 1 + (id & 7)
    rows.push({
      id,
      order: id >> 2,
      customer: id % 977,
      cents: id * 3,
      quantity,
      shelf: id % 31,
      weight: id & 63,
      sold: false,
    })
  }
  const rendered = Buffer.alloc(1_000_000, 1)
  await wait(200)
  return {
    rows: rows.length,
    totalCents: rows.reduce((sum, row) => sum + row.cents, 0),
    bytes: rendered.length,
  }
}
