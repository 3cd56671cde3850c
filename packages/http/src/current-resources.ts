import { requestContext } from '@plimsoll/core'
import type { ResourceScope } from '@plimsoll/resource-tracker'

/**
 * What the request that is being served opens, anywhere below it; `undefined` outside of one, and unless a
 * tracker with `asyncContext: true` or `observe` is mounted. `undefined` as well in the name of a request that
 * has ended: in the callbacks of a pool whose connection an earlier request has made.
 */
export function currentResources(): ResourceScope | undefined {
  const followed = requestContext().getStore() as { readonly resources?: ResourceScope } | undefined
  return followed?.resources
}
