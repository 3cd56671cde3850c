import { readFileSync, statSync } from 'node:fs'
import { findSourceMap, SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mapTextOf, mapUrlOf, sourcePathOf } from '../../observe/source-map-text.js'
import type { StackFrame } from '../../observe/stack-frame.js'

/** Decoding takes some 30 ms per megabyte, and blocks: larger maps are left alone. */
const MAX_MAP_BYTES = 4 * 1024 * 1024
const MAX_FILE_BYTES = 16 * 1024 * 1024
const MAX_FILES = 100

interface Mapped {
  readonly map: SourceMap
  /** What the names of the sources are relative to. */
  readonly folder: string
}

const known = new Map<string, Mapped | undefined>()

/**
 * Where a place in running code comes from. Asks Node where it was started with source maps, and reads the map
 * of the file otherwise: once for each file, when one of its places is reported.
 */
export function originalOf(frame: StackFrame): StackFrame {
  try {
    const mapped = mapOf(frame.file)
    const entry = mapped?.map.findEntry(frame.line - 1, frame.column - 1)
    if (mapped === undefined || entry === undefined || !('originalSource' in entry)) return frame
    return {
      functionName: frame.functionName,
      file: sourcePathOf(mapped.map.payload.sourceRoot, entry.originalSource, mapped.folder),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    }
  } catch {
    // A broken map: the place in the running code is right, too.
    return frame
  }
}

function mapOf(file: string): Mapped | undefined {
  if (known.has(file)) return known.get(file)
  const mapped = find(file)
  if (known.size >= MAX_FILES) known.clear()
  known.set(file, mapped)
  return mapped
}

function find(file: string): Mapped | undefined {
  const folder = dirname(file)
  const ofNode = findSourceMap(file)
  if (ofNode !== undefined) return { map: ofNode, folder }
  try {
    const url = mapUrlOf(read(file, MAX_FILE_BYTES))
    if (url === undefined) return undefined
    const inline = mapTextOf(url)
    const path = url.startsWith('file:') ? fileURLToPath(url) : resolve(folder, decodeURI(url))
    const text = inline ?? read(path, MAX_MAP_BYTES)
    if (text.length > MAX_MAP_BYTES) return undefined
    return { map: new SourceMap(JSON.parse(text)), folder: inline === undefined ? dirname(path) : folder }
  } catch {
    return undefined
  }
}

function read(file: string, maxBytes: number): string {
  return statSync(file).size <= maxBytes ? readFileSync(file, 'utf8') : ''
}
