import { board } from '@plimsoll/core'
import { routesByHandler } from '../src/routes/handler-routes.js'

const frame = (line: number, column: number) => ({ functionName: '', file: '/app/server.js', line, column })
const GET_VIDEO = () => {}
const SHARED = () => {}
const places = new Map<object, { line: number; column: number }>([
  [GET_VIDEO, { line: 12, column: 5 }],
  [SHARED, { line: 40, column: 1 }],
])

test('a stack is of the route whose handler is on it; a handler of several routes tells nothing', () => {
  const entry = board().put('handlers', () => [
    { route: '/video/:id', handlers: [SHARED, GET_VIDEO] },
    { route: '/audio/:id', handlers: [SHARED] },
  ])
  const routeOf = routesByHandler((functions) => functions.map((each) => places.get(each)))
  entry.close()
  expect(routeOf([frame(3, 1), frame(12, 5), frame(90, 1)])).toBe('/video/:id')
  expect(routeOf([frame(40, 1)])).toBeUndefined()
  expect(routeOf([frame(12, 6)])).toBeUndefined()
})

test('without anybody who routes requests nothing is asked of V8', () => {
  const routeOf = routesByHandler(() => {
    throw new Error('asked')
  })
  expect(routeOf([frame(12, 5)])).toBeUndefined()
})
