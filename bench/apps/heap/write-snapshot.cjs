'use strict'
// node write-snapshot.cjs UNITS FILE [LEAKY FILE]: fills a shop, writes its heap; the second file is written after
// some turnover and LEAKY forgotten objects. Prints what it did as one line of JSON.
const { writeHeapSnapshot } = require('node:v8')
const { Leaky } = require('./leaky.cjs')
const { Shop } = require('./shop.cjs')

const [units, file, leaky, fileAfter] = process.argv.slice(2)
const shop = new Shop()
shop.grow(Number(units))
const { heapUsed } = process.memoryUsage()
writeHeapSnapshot(file)

if (fileAfter) {
  shop.turnOver(Math.min(1000, shop.sessions.length))
  for (let n = 0; n < Number(leaky); n++) shop.forgotten.push(new Leaky(n))
  writeHeapSnapshot(fileAfter)
}
console.log(JSON.stringify({ heapUsed, customers: shop.customers.size }))
