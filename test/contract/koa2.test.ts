import Koa from 'koa2'
import { contractSuite } from './contract-suite.js'
import { koaAdapter } from './koa-adapter.js'

contractSuite(
  'Koa 2',
  koaAdapter(() => new Koa() as never),
)
