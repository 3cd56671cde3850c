/** A route, and the functions that it calls. */
export interface RouteHandlers {
  /** Template of the route: `/posts/:id`. */
  readonly route: string
  readonly handlers: readonly object[]
}
