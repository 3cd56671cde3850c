import { StackBudget } from '../../src/observe/stack-budget.js'

const taken = (budget: StackBudget, nowMs: number, eager = false): number =>
  Array.from({ length: 1000 }, () => budget.take('timer', eager, nowMs)).filter(Boolean).length

describe('the budget for stacks', () => {
  test('frequent kinds have none until something outlived its request', () => {
    const budget = new StackBudget()
    expect(taken(budget, 0)).toBe(0)
    budget.arm('timer', 0)
    expect(taken(budget, 0)).toBe(50)
  })

  test('is 50 a second, however many are wanted', () => {
    const budget = new StackBudget()
    budget.arm('timer', 0)
    taken(budget, 0)
    expect(taken(budget, 100)).toBe(5)
    expect(taken(budget, 60_000)).toBe(50)
  })

  test('rare kinds need no arming', () => {
    expect(taken(new StackBudget(), 0, true)).toBe(50)
  })

  test('ends when nothing has outlived its request for a while', () => {
    const budget = new StackBudget()
    budget.arm('timer', 0)
    expect(taken(budget, 120_000)).toBe(50)
    expect(taken(budget, 120_001)).toBe(0)
  })

  test('one kind does not use up the budget of another', () => {
    const budget = new StackBudget()
    taken(budget, 0, true)
    expect(budget.take('socket', true, 0)).toBe(true)
  })
})
