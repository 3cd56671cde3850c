/** A moment by the calendar. */
export type CalendarTime = Date

/** What the calendar says, for people: nothing is measured by it. */
export function today(): CalendarTime {
  return new Date()
}
