import { createReadStream } from 'node:fs'

/**
 * Loads a snapshot the way the front end does, on one thread.
 * @param devTools the module that {@link devToolsBundle} made
 */
export async function openInDevTools({ HeapSnapshotLoader, SecondaryInitManager }, file) {
  const loader = new HeapSnapshotLoader()
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    loader.write(chunk)
  }
  loader.close()
  const { port1, port2 } = new MessageChannel()
  try {
    new SecondaryInitManager(port2)
    return await loader.buildSnapshot(port1)
  } finally {
    port1.close()
    port2.close()
  }
}
