'use strict'
// Reads a large file as many times as READ_TIMES says, then serves; the page cache fills the container, the heap does not.
const fs = require('node:fs')
const { serveBehind } = require('./protections.cjs')

const chunk = Buffer.alloc(1 << 20)
for (let time = 0; time < Number(process.env.READ_TIMES); time++) {
  const file = fs.openSync(process.env.LARGE_FILE, 'r')
  while (fs.readSync(file, chunk) > 0);
  fs.closeSync(file)
}

serveBehind()
