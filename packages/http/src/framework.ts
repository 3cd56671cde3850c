import type { Prepare } from './attachment.js'

/** The route that answered a request. */
export interface RouteFacts {
  /** Where its router is mounted, with the values that parameters had: `/u/7`. */
  readonly mount: string
  /** The route's own template: `/posts/:id`. Not a string where it was given as a pattern. */
  readonly template: unknown
}

/** What an adapter knows of its framework. `C` is what middleware is given: the request, or Koa's context. */
export interface Framework<C> {
  /** The target as the client sent it, whatever routers have stripped since. */
  originalUrl(context: C): string
  /** The target relative to where the middleware is mounted. */
  mountedUrl(context: C): string
  /** The route that answered; `undefined` when none did, or the framework does not tell. */
  routeOf(context: C): RouteFacts | undefined
  /** The functions that the route which answered calls; empty where the framework does not tell. */
  handlersOf(context: C): readonly object[]
  /** What the contexts of one application inherit from, where there is such an object. */
  prototypeOf(context: C): object | undefined
  /** Where an application keeps what it loads for a request: the context itself, and what is meant for it. */
  holdersOf(context: C): readonly unknown[]
  /** Whether the framework tells `/A` from `/a`. */
  caseSensitive(context: C): boolean
  /**
   * How later requests of the same server are given the fields that the framework will add to each, while adding them
   * is cheap. Asked once, of the first request that came; where there is nothing to be won, left out.
   */
  prepareLike?(context: C): Prepare
}
