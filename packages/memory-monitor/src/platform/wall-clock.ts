/** What the calendar says, for people: nothing is measured by it. */
export function today(): Date {
  return new Date()
}
