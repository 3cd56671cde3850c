// Where strings begin and end. Compiled with AssemblyScript; src/kernel/javascript-strings.ts is the twin.

/** Finds the closing quote of the string that begins at `from`; what it returns may lie beyond the input. */
function closingQuote(from: usize, to: usize): usize {
  let p = from
  while (p < to) {
    const bytes = v128.load(p)
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92))))
    if (!found) {
      p += 16
      continue
    }
    p += <usize>ctz(found)
    if (load<u8>(p) === 34) return p
    p += 2
  }
  return to
}

/** Whether the bytes may be the name of an ephemeron's edge, `7 / part of key … (table @9)`. */
function mayNameEphemeron(from: usize, end: usize): bool {
  return load<u8>(end - 1) === 41 && <u32>load<u8>(from) - 48 < 10
}

export function strings(
  from: usize,
  to: usize,
  base: usize,
  out: usize,
  capacity: u32,
  first: u32,
  every: u32,
  left: usize,
): u32 {
  let index = first
  let count: u32 = 0
  let stopped: u32 = 0
  let p = from
  while (p < to && (count + 1) * 3 <= capacity) {
    const byte: u32 = load<u8>(p)
    if (byte === 34) {
      const start = p + 1
      const end = closingQuote(start, to)
      if (end >= to) break
      if (index % every === 0 || mayNameEphemeron(start, end)) {
        const entry = out + <usize>count * 12
        store<u32>(entry, index)
        store<u32>(entry, <u32>(start - base), 4)
        store<u32>(entry, <u32>(end - base), 8)
        count++
      }
      index++
      p = end + 1
      continue
    }
    if (byte !== 44 && byte > 32) {
      stopped = byte === 93 ? 1 : 2
      break
    }
    p++
  }
  store<u32>(left, <u32>p)
  store<u32>(left, stopped, 4)
  store<u32>(left, index, 8)
  return count
}
