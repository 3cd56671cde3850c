import { join, resolve } from 'node:path'
import { nodeOfMajor } from '../../measure/node-binary.mjs'

/**
 * Every case on every Node, as often as asked for. Repetitions come one seed later each, and at the rates in turn.
 */
export async function planRuns({ subjects, majors, values }) {
  const factors = values['rate-factor'].split(',').map(Number)
  const seconds = values.quick ? 20 : values.minutes ? 60 * Number(values.minutes) : Number(values.seconds)
  const plans = []
  for (const major of majors) {
    const node = await nodeOfMajor(major)
    for (let round = 0; round < Number(values.repeat); round++) {
      const seed = Number(values.seed) + round
      const rateFactor = factors[round % factors.length]
      const setting = describe({ major, seed, rateFactor, pattern: values.pattern })
      for (const subject of subjects) {
        plans.push({
          subject,
          node,
          setting,
          settleSeconds: Number(values.settle),
          timing: {
            seed,
            rateFactor,
            pattern: values.pattern,
            arrivals: values.arrivals,
            stretchSeconds: Number(values.stretch),
            seconds: seconds || undefined,
          },
          recordTo:
            values.record &&
            join(resolve(values.record), `${setting.replaceAll(' ', '-')}-${subject.name}.jsonl`),
        })
      }
    }
  }
  return plans
}

const describe = ({ major, seed, rateFactor, pattern }) =>
  [`node ${major}`, seed && `seed ${seed}`, rateFactor !== 1 && `x${rateFactor}`, pattern]
    .filter(Boolean)
    .join(' ')
