'use strict'

/** What the pair of snapshots differs by: forgotten in a list, each with a few objects of its own. */
class Leaky {
  constructor(n) {
    this.when = new Date(1.6e12 + n)
    this.detail = { b: `leaky ${n}`, when: this.when }
    this.numbers = [n, n + 1]
  }
}

module.exports = { Leaky }
