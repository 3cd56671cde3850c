'use strict'
const { openSync, readSync } = require('node:fs')

const room = Buffer.alloc(128)
let file

/**
 * How long the main thread has waited for a core so far, in ms, by the kernel's own accounting; 0 where that is not
 * to be had. On a shared machine a pause is mostly this, and it is nobody's doing.
 */
exports.msWithoutCore = () => {
  try {
    file ??= openSync('/proc/self/schedstat')
    return Number(room.latin1Slice(0, readSync(file, room, 0, room.length, 0)).split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
