import { contractSuite } from './contract-suite.js'
import { nodeHttpAdapter } from './node-http-adapter.js'

contractSuite('node:http', nodeHttpAdapter)
