/** The strings of a snapshot, where they are: nothing is decoded until it is asked for. */
export interface StringTable {
  readonly count: number
  /**
   * Decodes one string: one positioned read of a file, or a slice of what a stream left behind. Nothing is
   * remembered; a caller that asks twice keeps the answer.
   *
   * Of a stream only strings that name something are kept; the contents of strings are `undefined`.
   */
  text(index: number): string | undefined
}
