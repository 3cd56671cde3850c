import Koa from 'koa3'
import { contractSuite } from './contract-suite.js'
import { koaAdapter } from './koa-adapter.js'

contractSuite(
  'Koa 3',
  koaAdapter(() => new Koa() as never),
)
