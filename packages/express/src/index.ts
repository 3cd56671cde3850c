export { memoryOf } from '@plimsoll/http'
export { health, memoryGuard, metrics, plimsoll } from './middleware.js'
