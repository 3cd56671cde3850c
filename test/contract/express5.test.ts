import express from 'express5'
import { contractSuite } from './contract-suite.js'
import { expressAdapter } from './express-adapter.js'

contractSuite('Express 5', expressAdapter(express))
