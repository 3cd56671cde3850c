/** A field of a protobuf message: a number for a varint, bytes for what has a length. */
export interface ProtobufField {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/** Splits a message into its fields, by the wire format alone. Throws where the bytes are no message. */
export function protobufFields(bytes: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = []
  for (let at = 0; at < bytes.length; ) {
    const key = varint(bytes, at)
    at = key.next
    const number = Number(key.value >> 3n)
    const type = Number(key.value & 7n)
    const first = varint(bytes, at)
    if (type === 0) fields.push({ number, value: first.value })
    else if (type !== 2) throw new Error(`Expected no field of type ${type}`)
    else fields.push({ number, value: bytes.subarray(first.next, first.next + Number(first.value)) })
    at = type === 0 ? first.next : first.next + Number(first.value)
    if (at > bytes.length) throw new Error('Expected more bytes')
  }
  return fields
}

/** The numbers of a packed field. */
export function packedVarints(bytes: Uint8Array): number[] {
  const numbers: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const { value, next } = varint(bytes, at)
    numbers.push(Number(value))
    at = next
  }
  return numbers
}

function varint(bytes: Uint8Array, from: number): { readonly value: bigint; readonly next: number } {
  let value = 0n
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    value |= BigInt(byte & 127) << BigInt(7 * (at - from))
    if (byte < 128) return { value, next: at + 1 }
  }
  throw new Error('Expected a number to end')
}
