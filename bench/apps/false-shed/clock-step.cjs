'use strict'
// The wall clock is set 60 s forward, and back again later, as by NTP or a resumed machine.
const { serveBehind } = require('./protections.cjs')

const STEP_MS = 60_000
const trueNow = Date.now
let stepMs = 0
Date.now = () => trueNow() + stepMs

setTimeout(() => {
  stepMs = STEP_MS
}, 4000)
setTimeout(() => {
  stepMs = 0
}, 14_000)

serveBehind()
