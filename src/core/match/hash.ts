const prime = 0x01000193

/** A 32-bit hash of a text. Not for secrets, and equal hashes prove nothing. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed ^ text.length
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  }
  return mix(hash)
}

/** A 32-bit hash of some two hundred characters of a text: to find texts that are likely to be the same. */
export function sampleText(text: string): number {
  const step = 1 + (text.length >> 8)
  let hash = text.length
  for (let index = 0; index < text.length; index += step) {
    hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  }
  return hash
}

/** A 32-bit hash of bytes. */
export function hashBytes(bytes: Uint8Array): number {
  let hash = bytes.length
  for (const byte of bytes) hash = Math.imul(hash ^ byte, prime)
  return mix(hash)
}

/** Spreads a hash over all its bits, so that hashes may be added up. */
export function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
