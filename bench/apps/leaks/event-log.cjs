'use strict'
const { openSync, writeSync } = require('node:fs')

/**
 * Lines of JSON, written at once, so that a process that is killed has still told what it knew.
 * @returns a function `(type, fields, at)` with `at` in ms of the wall clock
 */
exports.openLog = (path) => {
  const file = openSync(path, 'a')
  return (type, fields = {}, at = Date.now()) =>
    writeSync(file, `${JSON.stringify({ type, at, ...fields })}\n`)
}
