import { requestContext } from '@plimsoll/core'
import type { ResourceScope } from '@plimsoll/resource-tracker'

/**
 * What the request that is being served opens, anywhere below it; `undefined` outside of one, and unless a
 * tracker with `asyncContext: true` or `observe` is mounted. After the end of the request it is a scope that
 * has ended.
 */
export function currentResources(): ResourceScope | undefined {
  const followed = requestContext().getStore() as { readonly resources?: ResourceScope } | undefined
  return followed?.resources
}
