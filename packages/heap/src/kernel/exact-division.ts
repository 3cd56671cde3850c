/**
 * Multiplying by `inverse` and rotating right by `twos` divides every multiple of a divisor exactly, modulo 2^32;
 * what is no multiple lands above every quotient there is.
 */
export interface ExactDivision {
  readonly inverse: number
  readonly twos: number
}

/** @param divisor 1 to 2^31 */
export function exactDivision(divisor: number): ExactDivision {
  const twos = 31 - Math.clz32(divisor & -divisor)
  const odd = divisor >>> twos
  // Newton: each round doubles the number of right bits, and an odd number is its own inverse modulo 8.
  let inverse = odd
  for (let bits = 3; bits < 32; bits *= 2) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse))
  return { inverse, twos }
}
