/** The house in one table: who may import whom. A package that is not in it may not exist. */
export const allowedArrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  heap: [],
  'resource-tracker': ['core'],
  'memory-monitor': ['core', 'heap'],
  'memory-guard': ['core'],
  health: ['core'],
  metrics: ['core'],
  lifecycle: ['core', 'health'],
  http: [
    'core',
    'heap',
    'resource-tracker',
    'memory-monitor',
    'memory-guard',
    'health',
    'metrics',
    'lifecycle',
  ],
  express: ['http'],
  koa: ['http'],
}

/** A file that is longer has more than one concept in it. The adapters only translate, so theirs are shorter. */
export const maxSourceLines = { default: 250, express: 60, koa: 60 } as const satisfies Record<string, number>

export const maxTestLines = 300

/** Names that say nothing about what is inside. */
export const emptyNames = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'managers',
  'misc',
] as const
