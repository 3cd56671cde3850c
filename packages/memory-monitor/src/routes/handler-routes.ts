import { askBoard } from '@plimsoll/core'
import type { HeapFrame } from '@plimsoll/heap/profile'
import type { FunctionPlace } from '../platform/function-places.js'

/** The route in whose handler, or in a callee's of it, something was allocated. */
export type RouteOf = (stack: readonly HeapFrame[]) => string | undefined

/**
 * Finds the routes of stacks by the functions that serve them, as whoever routes requests has put them on the board.
 * Nothing has to be followed for that: a handler stays on the stack, after an `await`, too. Only in a callback it
 * does not.
 */
export function routesByHandler(
  placesOf: (functions: readonly object[]) => readonly (FunctionPlace | undefined)[],
): RouteOf {
  const served = askBoard('handlers')
    .flat()
    .flatMap(({ route, handlers }) => handlers.map((handler) => ({ route, handler })))
  const places = served.length === 0 ? [] : placesOf(served.map(({ handler }) => handler))
  const routes = new Map<string, string | undefined>()
  for (const [index, { route }] of served.entries()) {
    const place = places[index]
    if (place === undefined) continue
    const key = keyOf(place)
    // One that serves several routes tells of none.
    routes.set(key, routes.has(key) && routes.get(key) !== route ? undefined : route)
  }
  return (stack) => {
    for (const frame of stack) {
      const route = routes.get(keyOf(frame))
      if (route !== undefined) return route
    }
    return undefined
  }
}

function keyOf({ line, column }: FunctionPlace): string {
  return `${line}:${column}`
}
