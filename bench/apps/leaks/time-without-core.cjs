'use strict'
const { openSync, readSync } = require('node:fs')

const room = Buffer.alloc(128)
let file

/**
 * How long the main thread has waited for a core so far, in ms, by the kernel's own accounting; 0 where that is not
 * to be had. On a shared machine a pause is mostly this, and it is nobody's doing.
 */
exports.msWithoutCore = () => schedstat()[1] ?? 0

/** How long the main thread has been on a core so far, in ms, by the same; all threads where that is not to be had. */
exports.msOnCore = () => {
  // asked before: only then the kernel reckons up to now, and not to its last tick
  const { user, system } = process.cpuUsage()
  return schedstat()[0] ?? (user + system) / 1000
}

function schedstat() {
  try {
    file ??= openSync('/proc/self/schedstat')
    const told = room.latin1Slice(0, readSync(file, room, 0, room.length, 0))
    return told.split(' ', 2).map((ns) => Number(ns) / 1e6)
  } catch {
    return []
  }
}
