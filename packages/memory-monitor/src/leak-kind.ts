/** What may leak. The first three are bytes, the others are counted. */
export const LEAK_KINDS = ['heap', 'external', 'native', 'handles', 'descriptors', 'listeners'] as const

export type LeakKind = (typeof LEAK_KINDS)[number]

export function unitOf(kind: LeakKind): 'bytes' | 'items' {
  return kind === 'heap' || kind === 'external' || kind === 'native' ? 'bytes' : 'items'
}
