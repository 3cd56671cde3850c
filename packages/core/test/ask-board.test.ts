import { askBoard, isDraining } from '../src/ask-board.js'
import { board } from '../src/board.js'

const failure = new Error('not now')
const fail = () => {
  throw failure
}

test('all answers in the order in which their parts came', () => {
  const entries = [board().put('workers', () => 2), board().put('workers', () => 4)]
  expect(askBoard('workers')).toEqual([2, 4])
  for (const each of entries) each.close()
  expect(askBoard('workers')).toEqual([])
})

test('a part that throws is told to onError, and the others are heard', () => {
  const entries = [board().put('drain', fail), board().put('drain', () => true)]
  const onError = jest.fn()
  expect(isDraining(onError)).toBe(true)
  expect(onError.mock.calls).toEqual([[failure]])
  for (const each of entries) each.close()
})

test('nobody who says so, or nobody at all, is not draining', () => {
  expect(isDraining()).toBe(false)
  const entry = board().put('drain', () => false)
  expect(isDraining()).toBe(false)
  entry.close()
})
