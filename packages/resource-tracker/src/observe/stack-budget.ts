import type { OutstandingKind } from './observer.js'

/** A stack costs some 20 µs: at most a thousandth of a core for each kind. */
const STACKS_PER_SECOND = 50
/** How long stacks are taken for a kind after something of it outlived its request. */
const ARMED_MS = 120_000

interface Budget {
  tokens: number
  atMs: number
  armedUntilMs: number
}

/**
 * Decides when a stack is taken. Kinds that handlers open all the time have none until something of that kind
 * outlives its request; what leaked before then has no place, and if it is a leak, the next one has.
 */
export class StackBudget {
  readonly #budgets = new Map<OutstandingKind, Budget>()

  /** Something of this kind outlived its request. */
  arm(kind: OutstandingKind, nowMs: number): void {
    this.#of(kind, nowMs).armedUntilMs = nowMs + ARMED_MS
  }

  take(kind: OutstandingKind, eager: boolean, nowMs: number): boolean {
    const budget = this.#of(kind, nowMs)
    if (!eager && nowMs > budget.armedUntilMs) return false
    const refill = ((nowMs - budget.atMs) * STACKS_PER_SECOND) / 1000
    budget.tokens = Math.min(STACKS_PER_SECOND, budget.tokens + refill)
    budget.atMs = nowMs
    if (budget.tokens < 1) return false
    budget.tokens -= 1
    return true
  }

  #of(kind: OutstandingKind, nowMs: number): Budget {
    let budget = this.#budgets.get(kind)
    if (budget === undefined) {
      budget = { tokens: STACKS_PER_SECOND, atMs: nowMs, armedUntilMs: Number.NEGATIVE_INFINITY }
      this.#budgets.set(kind, budget)
    }
    return budget
  }
}
