import { Readable } from 'node:stream'
import type { Exchange } from './exchange.js'
import { streamStateOf } from './request-fields.js'

/** Finds what belongs to a request, whichever copy of this package has kept it. */
interface Exchanges {
  get(req: object): Exchange | undefined
  set(req: object, exchange: Exchange): void
}

interface Request {
  [KEY]?: Exchange
}

const KEY = Symbol.for('plimsoll.exchange@2')
const REGISTER = Symbol.for('plimsoll.exchanges@2')

/** Its constructor returns what it is given, so that the fields of a subclass are added to that. */
class Given {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for
    return target
  }
}

/**
 * Keeps an exchange with its request: in a private field of its stream's state, which nobody sees.
 *
 * Not in a field of the request: behind Express, on Node 20, each request has a hidden class of its own, and a new
 * field makes another. All such states have one. And not in a WeakMap, whose values outlive every minor collection.
 * Counted, Express 5 on Node 20, the tracker alone: field 1.07 of a bare server, WeakMap 1.10, this 1.03.
 */
class Keeper extends Given {
  #exchange: Exchange | undefined

  constructor(state: object, exchange: Exchange | undefined) {
    super(state)
    this.#exchange = exchange
  }

  /**
   * Keeps the hidden class of such states alive while no request is. When a major collection finds none, V8 throws
   * away whatever it has compiled for it, half of Node's streams included.
   */
  static readonly example = new Keeper(stateOf(new Readable()), undefined)

  static of(state: object): Exchange | undefined {
    return #exchange in state ? state.#exchange : undefined
  }
}

function makeExchanges(): Exchanges {
  let someHaveFields = false
  return {
    get(req) {
      const state = streamStateOf(req)
      const known = isObject(state) ? Keeper.of(state) : undefined
      return known ?? (someHaveFields ? (req as Request)[KEY] : undefined)
    },
    set(req, exchange) {
      const state = streamStateOf(req)
      const isKept = isObject(state) && state === streamStateOf(req)
      if (isKept && keep(state, exchange)) return
      // Requests that somebody made up have none, or make it anew each time they are asked.
      someHaveFields = true
      ;(req as Request)[KEY] = exchange
    },
  }
}

function stateOf(readable: Readable): object {
  return Object(streamStateOf(readable))
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Some runtimes refuse private fields to what is frozen. */
function keep(state: object, exchange: Exchange): boolean {
  try {
    return new Keeper(state, exchange) !== undefined
  } catch {
    return false
  }
}

const shared = globalThis as { [REGISTER]?: Exchanges }

/** The exchanges of this process. */
export const exchanges: Exchanges = shared[REGISTER] ?? makeExchanges()
shared[REGISTER] = exchanges
