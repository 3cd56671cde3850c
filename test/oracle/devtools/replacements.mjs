// What the heap snapshot code imports and does not need outside of a browser, replaced by as little as it uses.
import { dirname, join } from 'node:path'

const namespaces = (folder, ...names) =>
  names.map((name) => `export * as ${name} from './${folder}/${name}.ts'`).join('\n')

/** By path below front_end, without the ending. */
const MODULES = {
  'core/i18n/i18n': 'export const i18n = { serializeUIString: (text) => text }',
  'core/platform/platform': namespaces(
    'core/platform',
    'ArrayUtilities',
    'MapUtilities',
    'StringUtilities',
    'TypedArrayUtilities',
  ),
  'core/text_utils/text_utils': namespaces('core/text_utils', 'TextUtils'),
  'core/text_utils/ContentData': 'export class ContentData {}',
  'core/text_utils/ContentProvider': 'export class SearchMatch {}',
  'models/heap_snapshot/heap_snapshot': namespaces('models/heap_snapshot', 'HeapSnapshotModel'),
}

/** An esbuild plugin. */
export const replacements = (frontEnd) => ({
  name: 'replacements',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/.*\.js$/ }, ({ path, importer, resolveDir }) => {
      const file = join(importer ? dirname(importer) : resolveDir, path).replace(/\.js$/, '')
      const name = file.slice(frontEnd.length + 1)
      return name in MODULES ? { path: name, namespace: 'replaced' } : { path: `${file}.ts` }
    })
    build.onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => ({
      contents: MODULES[path],
      resolveDir: frontEnd,
    }))
  },
})
