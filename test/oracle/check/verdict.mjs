/** Collects what is not as it should be, by kind, with the first few examples of each. */
export class Verdict {
  #faults = new Map()

  expect(isRight, kind, example) {
    if (isRight) return
    const fault = this.#faults.get(kind) ?? { count: 0, examples: [] }
    this.#faults.set(kind, fault)
    fault.count++
    if (fault.examples.length < 5) fault.examples.push(example())
  }

  get isClean() {
    return this.#faults.size === 0
  }

  print() {
    for (const [kind, { count, examples }] of this.#faults) {
      console.log(`     ${kind}: ${count}`)
      for (const example of examples) console.log(`       ${example}`)
    }
  }
}
