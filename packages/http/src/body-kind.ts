/** What the body parsers of Express and Koa, and their users, make strings or objects of. */
const TEXT = /json|urlencoded|^text\/|xml|graphql|javascript|yaml|csv/i

/**
 * Whether a body is made a string or objects of, which V8's heap limit counts. Files, streamed or in buffers, are
 * beside the heap; so is what has no type, which no parser takes.
 */
export function isText(contentType: string | undefined): boolean {
  return contentType !== undefined && TEXT.test(contentType)
}
