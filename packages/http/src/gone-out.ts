import { OutgoingMessage, ServerResponse } from 'node:http'
import { fieldOf } from './field-of.js'

/** What Node 20 and 22 make `writableFinished` of. */
const GONE_OUT = { finished: true, outputSize: 0, socket: null }

const writableFinished = Object.getOwnPropertyDescriptor(OutgoingMessage.prototype, 'writableFinished')?.get
const isMadeOfFields = writableFinished?.call(GONE_OUT) === true

/**
 * `writableFinished` of a response that has a hidden class of its own. Where it is made of three fields, it looks each
 * of them up as if for the first time, and so is the accessor itself; the same accessor is asked here with what the
 * fields hold.
 */
export function goneOut(res: ServerResponse): boolean {
  if (!isMadeOfFields || !(res instanceof ServerResponse)) return res.writableFinished
  const held = {
    finished: fieldOf(res, 'finished'),
    outputSize: fieldOf(res as { readonly outputSize?: number }, 'outputSize'),
    socket: fieldOf(res, 'socket'),
  }
  return writableFinished?.call(held) === true
}
