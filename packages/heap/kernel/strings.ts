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

export function strings(from: usize, to: usize, base: usize, out: usize, capacity: u32, left: usize): u32 {
  let count: u32 = 0
  let stopped: u32 = 0
  let p = from
  while (p < to && (count + 1) * 2 <= capacity) {
    const byte: u32 = load<u8>(p)
    if (byte === 34) {
      const end = closingQuote(p + 1, to)
      if (end >= to) break
      store<u32>(out + ((<usize>count) << 3), <u32>(p + 1 - base))
      store<u32>(out + ((<usize>count) << 3), <u32>(end - base), 4)
      count++
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
  return count
}
