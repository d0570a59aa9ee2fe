const prime = 0x01000193

/** A 32-bit hash of a text. Not for secrets, and equal hashes prove nothing. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed ^ text.length
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  }
  return mix(hash)
}

const sampledFrom = 65_536
const sample = 4_096

/** A 32-bit hash of bytes. Of long ones it reads only some: the comparison decides. */
export function hashBytes(bytes: Uint8Array): number {
  if (bytes.length <= sampledFrom) return mix(foldBytes(bytes, bytes.length))
  const middle = bytes.length >>> 1
  let hash = foldBytes(bytes.subarray(0, sample), bytes.length)
  hash = foldBytes(bytes.subarray(middle, middle + sample), hash)
  return mix(foldBytes(bytes.subarray(-sample), hash))
}

function foldBytes(bytes: Uint8Array, seed: number): number {
  let hash = seed
  for (const byte of bytes) hash = Math.imul(hash ^ byte, prime)
  return hash
}

/** Spreads a hash over all its bits, so that hashes may be added up. */
export function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
