import type { Adapter } from './adapter.js'
import { construction } from './construction.js'
import { criticalRoutes } from './critical-routes.js'
import { draining } from './draining.js'
import { endpoints } from './endpoints.js'
import { lifetime } from './lifetime.js'
import { monitor } from './monitor.js'
import { mounting } from './mounting.js'
import { resources } from './resources.js'
import { resourcesFollowed } from './resources-followed.js'
import { shedReplies } from './shed-replies.js'
import { createStage, type Stage } from './stage.js'

/** What every framework's package promises in the same words. */
export function contractSuite(name: string, adapter: Adapter): void {
  // Everything here waits for sockets; on a busy machine they take their time.
  jest.setTimeout(30_000)
  describe(`the contract on ${name}`, () => {
    let stage: Stage
    beforeEach(() => {
      stage = createStage(adapter)
    })
    afterEach(() => stage.close())

    const at = (): Stage => stage
    construction(at)
    shedReplies(at)
    criticalRoutes(at)
    endpoints(at)
    draining(at)
    mounting(at)
    monitor(at)
    lifetime(at)
    resources(at)
    resourcesFollowed(at)
  })
}
