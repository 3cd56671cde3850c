/** What a scope tells apart; labels of metrics and keys of `stats`. */
export const RESOURCE_KINDS = [
  'timer',
  'listener',
  'descriptor',
  'stream',
  'disposable',
  'adopted',
  'deferred',
] as const

export type ResourceKind = (typeof RESOURCE_KINDS)[number]
