/** What a scope tells apart; labels of metrics and keys of `stats`. */
export type ResourceKind =
  | 'timer'
  | 'listener'
  | 'descriptor'
  | 'stream'
  | 'disposable'
  | 'adopted'
  | 'deferred'
