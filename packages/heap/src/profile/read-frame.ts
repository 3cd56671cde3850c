import { fileOfUrl, type HeapFrame } from './heap-frame.js'
import { isRecord, malformed, type ProfileRecord, position, text } from './profile-fields.js'

/**
 * The function of a node, or `undefined` where it stands for none: the root, and the nameless frame without a
 * script through which the engine enters JavaScript.
 */
export function readFrame(node: ProfileRecord, index: number): HeapFrame | undefined {
  const frame = node.callFrame
  if (!isRecord(frame)) throw malformed(`Expected \`callFrame\` of node ${index} to be an object`)
  const functionName = text(frame, 'functionName', 'node', index)
  const file = fileOfUrl(text(frame, 'url', 'node', index))
  if (file === '' && (functionName === '' || functionName === '(root)')) return undefined
  const line = position(frame, 'lineNumber', 'node', index)
  return { functionName, file, line, column: position(frame, 'columnNumber', 'node', index) }
}
