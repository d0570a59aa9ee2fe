import { randomFrom } from '../../src/core/random.ts'

/** Gives a whole number, at least 0 and below the bound. */
export type Roll = (bound: number) => number

/** A sequence of numbers that is the same for the same seed. */
export function rollFrom(seed: number): Roll {
  const random = randomFrom(seed)
  return (bound) => Math.floor(random() * bound)
}

const invisible = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '\r',
  '\r\n',
  '\0',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
]
const indicators = String.raw`: - ? # | |- |+ |2 > " ' '' \ \n \x41 \u00e9 \ud83d \/ { } [ ] [] {} , &a *a ! !!str !!binary % @ ~`
const words = 'null << 0 01 1_0 0x - . e3 true --- ... é 日 😀'
const lines = [
  'proto: x\n',
  'headers: {}\n',
  'chunks:\n',
  'id: 1\n',
  ': ',
  ' #',
  '- ',
  '? ',
  '\\ ',
  '`',
  '        ',
]
const insertions = [...invisible, ...indicators.split(' '), ...words.split(' '), ...lines].map(
  (text) => new TextEncoder().encode(text),
)

/** Damages a file in one to four places, as editors, merges and disks do. */
export function mutate(bytes: Uint8Array, roll: Roll): Uint8Array {
  let mutated = bytes
  for (let count = 1 + roll(4); count > 0; count--) mutated = mutateOnce(mutated, roll)
  return mutated
}

function mutateOnce(bytes: Uint8Array, roll: Roll): Uint8Array {
  const at = roll(bytes.length + 1)
  switch (roll(8)) {
    case 0:
      return splice(bytes, at, roll(4), new Uint8Array())
    case 1:
      return splice(bytes, at, 1, Uint8Array.of(roll(256)))
    case 2:
      return splice(bytes, lineAt(bytes, at), lengthOfLine(bytes, at), new Uint8Array())
    case 3:
      return splice(bytes, lineAt(bytes, roll(bytes.length)), 0, copyOfLine(bytes, at))
    case 4:
      return splice(bytes, lineAt(bytes, at), 0, new Uint8Array(1 + roll(4)).fill(0x20))
    case 5:
      return splice(bytes, lineAt(bytes, at), roll(4), new Uint8Array())
    default:
      return splice(bytes, at, roll(2), insertions[roll(insertions.length)] as Uint8Array)
  }
}

function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const rest = bytes.subarray(Math.min(bytes.length, at + removed))
  const spliced = new Uint8Array(Math.min(at, bytes.length) + inserted.length + rest.length)
  spliced.set(bytes.subarray(0, at))
  spliced.set(inserted, at)
  spliced.set(rest, at + inserted.length)
  return spliced
}

function lineAt(bytes: Uint8Array, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1
}

function lengthOfLine(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0x0a, at)
  return (end < 0 ? bytes.length : end + 1) - lineAt(bytes, at)
}

function copyOfLine(bytes: Uint8Array, at: number): Uint8Array {
  const start = lineAt(bytes, at)
  return bytes.slice(start, start + lengthOfLine(bytes, at))
}
