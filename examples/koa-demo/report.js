import { setTimeout as wait } from 'node:timers/promises'

const ROWS = 10_000
const RENDERED_BYTES = 2_500_000

/** What many report routes do: build rows, render them, wait for something slow, and hold it all meanwhile. */
export async function buildReport() {
  const rows = []
  for (let id = 0; id < ROWS; id++) {
    rows.push({
      id,
      order: id >> 2,
      customer: id % 977,
      cents: id * 3,
      quantity: 1 + (id & 7),
      shelf: id % 31,
      weight: id & 63,
      sold: false,
    })
  }
  const rendered = Buffer.alloc(RENDERED_BYTES, 1)
  await wait(200)
  return { rows: rows.length, bytes: rendered.length }
}
