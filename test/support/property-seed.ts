import fc from 'fast-check'

// The landing tests draw the same cases on every machine. `npm run test:properties` draws new ones, and more.
const { PLIMSOLL_PROPERTY_RUNS: runs } = process.env
fc.configureGlobal(runs === undefined ? { seed: 20_261_122 } : { numRuns: Number(runs) })
