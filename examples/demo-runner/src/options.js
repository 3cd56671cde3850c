import { parseArgs } from 'node:util'

export const USAGE = `npm run demo -- [options]

  --koa              the Koa application instead of the Express one
  --rate N           reports asked for a second (600)
  --seconds N        length of the load in seconds (20)
  --limit N          size of the container in MiB (256)
  --keep             leaves the protected server running until Ctrl-C
  --no-container     a limit of the process's own in place of a container, as where none can be made
  --help             this text`

const NUMBERS = {
  rate: { fallback: 600, min: 1, max: 5000 },
  seconds: { fallback: 20, min: 3, max: 600 },
  limit: { fallback: 256, min: 128, max: 65_536 },
}

/** Reads the command line. Throws an error whose message says what was expected. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      koa: { type: 'boolean', default: false },
      'no-container': { type: 'boolean', default: false },
      limit: { type: 'string' },
      rate: { type: 'string' },
      seconds: { type: 'string' },
    },
  })
  return {
    help: values.help,
    keep: values.keep,
    framework: values.koa ? 'koa' : 'express',
    wantsContainer: !values['no-container'],
    rate: wholeNumber('rate', values.rate),
    seconds: wholeNumber('seconds', values.seconds),
    limitBytes: wholeNumber('limit', values.limit) * 2 ** 20,
  }
}

function wholeNumber(name, text) {
  const { fallback, min, max } = NUMBERS[name]
  if (text === undefined) return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new RangeError(`Expected --${name} to be a whole number from ${min} to ${max}, got ${text}`)
}
