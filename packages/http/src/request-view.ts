/** What an endpoint needs to know of a request, whatever framework it came through. */
export interface RequestView {
  readonly method: string
  /**
   * Path relative to the mount point, without query and trailing slash, in lower case where the framework
   * does not tell cases apart; `undefined` when it is not canonical.
   */
  readonly path: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Address of the peer itself; never taken from a header. */
  readonly remoteAddress: string | undefined
}
