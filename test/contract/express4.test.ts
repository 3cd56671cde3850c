import express from 'express4'
import { contractSuite } from './contract-suite.js'
import { expressAdapter } from './express-adapter.js'

contractSuite(
  'Express 4',
  expressAdapter(() => express() as never),
)
