// `node --conditions=plimsoll-source --import THIS program.js`: what typescript-sources.cjs is, for programs that
// are ES modules.
import module from 'node:module'
import * as hooks from './typescript-module-hooks.mjs'

// Node 20 has only the one that runs hooks in a thread, Node 26 wants the other.
if (module.registerHooks !== undefined) module.registerHooks(hooks)
else module.register('./typescript-module-hooks.mjs', import.meta.url)
