import { EventEmitter } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'

class Stock extends EventEmitter {
  async count(item) {
    await nextTurn()
    return { item, count: item.length * 7 }
  }
}

/** One connection to the warehouse for all requests, such as clients of databases and brokers have. */
export const stock = new Stock()
