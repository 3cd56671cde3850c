/** A reason why a bench cannot run here; printed without a stack, exit code 1. */
export class CannotRun extends Error {
  expected = true
}
