import type { HeapFrame } from './heap-frame.js'
import type { HeapProfile, HeapSite, SiteOptions } from './heap-profile.js'
import { siteKey } from './site-key.js'

/** What a place in the code held in the one profile and holds in the other. */
export interface SiteGrowth {
  readonly frame: HeapFrame
  /** The stack with most of the bytes, of the later profile where it has any, innermost first. */
  readonly stack: readonly HeapFrame[]
  readonly beforeBytes: number
  readonly afterBytes: number
  /** Negative where it shrank. */
  readonly growthBytes: number
  /** Of the bytes of all sites that grew; 0 where it shrank. */
  readonly shareRatio: number
}

/** What has become of the bytes of one profile in a later one. */
export interface ProfileGrowth {
  readonly beforeBytes: number
  readonly afterBytes: number
  readonly growthBytes: number
  /** Most growth first. */
  readonly sites: readonly SiteGrowth[]
}

/**
 * Compares two profiles site by site. They may be of different processes.
 *
 * It names what grew, not what stays: a cache that fills grows as a leak does. `GenerationTracker` tells them
 * apart where the profiles are of one process. Before Node 22 an inlined function is counted as its caller.
 */
export function compareProfiles(
  before: HeapProfile,
  after: HeapProfile,
  options: SiteOptions = {},
): ProfileGrowth {
  const earlier = byKey(before.sites(options), options)
  const later = byKey(after.sites(options), options)
  const changes: SiteGrowth[] = []
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const site = (later.get(key) ?? earlier.get(key)) as HeapSite
    const beforeBytes = earlier.get(key)?.bytes ?? 0
    const afterBytes = later.get(key)?.bytes ?? 0
    const { frame, stack } = site
    changes.push({
      frame,
      stack,
      beforeBytes,
      afterBytes,
      growthBytes: afterBytes - beforeBytes,
      shareRatio: 0,
    })
  }
  const grown = changes.reduce((sum, { growthBytes }) => sum + Math.max(0, growthBytes), 0)
  const sites = changes
    .map((site) => ({ ...site, shareRatio: grown > 0 ? Math.max(0, site.growthBytes) / grown : 0 }))
    .sort((left, right) => right.growthBytes - left.growthBytes)
  return {
    beforeBytes: before.bytes,
    afterBytes: after.bytes,
    growthBytes: after.bytes - before.bytes,
    sites,
  }
}

function byKey(sites: readonly HeapSite[], { by = 'function' }: SiteOptions): Map<string, HeapSite> {
  const found = new Map<string, HeapSite>()
  for (const site of sites) {
    const key = siteKey(site, by)
    const same = found.get(key)
    // Stacks that differ only beyond the depth that was kept.
    if (same === undefined) found.set(key, site)
    else found.set(key, { ...same, bytes: same.bytes + site.bytes, samples: same.samples + site.samples })
  }
  return found
}
