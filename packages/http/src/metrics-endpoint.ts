import type { Scrapeable } from '@plimsoll/metrics'
import type { Endpoint } from './endpoint-part.js'
import { methodNotAllowed, READING_METHODS, reply } from './endpoint-reply.js'

/** Something to scrape, and where. */
export interface MetricsSource extends Scrapeable {
  readonly options: { readonly path: string | false }
}

/**
 * Answers `/metrics`. With `path: false` every request is answered, and `paths` is empty.
 *
 * Never shed, and it need not be: a flood is answered from the scrape before.
 */
export function createMetricsEndpoint(metrics: MetricsSource): Endpoint {
  const { path } = metrics.options
  const meant = (asked: string | undefined): boolean =>
    path === false || (asked !== undefined && (asked === path || asked === path.toLowerCase()))
  return {
    paths: path === false ? [] : [path],
    answer(view) {
      if (!meant(view.path)) return undefined
      if (!READING_METHODS.has(view.method)) return methodNotAllowed()
      return metrics.scrape().then(({ contentType, text }) => reply(200, contentType, text))
    },
  }
}
