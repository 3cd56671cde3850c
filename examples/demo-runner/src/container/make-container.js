import { makeMemoryCgroup } from './memory-cgroup.js'
import { makeOwnLimit } from './own-limit.js'

/** A memory cgroup where one can be made; else a limit of the process's own, with the reason why. */
export function makeContainer(limitBytes, wantsContainer) {
  if (!wantsContainer) return { container: makeOwnLimit(limitBytes), missing: 'asked for by --no-container' }
  try {
    return { container: makeMemoryCgroup(limitBytes) }
  } catch (error) {
    return { container: makeOwnLimit(limitBytes), missing: whyNot(error) }
  }
}

function whyNot(error) {
  if (process.platform !== 'linux') return 'memory cgroups are a thing of Linux'
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return 'only root may make one here'
  return error.message
}
