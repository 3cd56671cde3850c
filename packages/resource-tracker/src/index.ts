export type { Outstanding, OutstandingKind, OutstandingSite } from './observe/observer.js'
