/** Something that goes wrong on purpose, over a response that is played. The cassette stays as it is. */
export type Fault =
  /** The connection breaks after so many chunks; before the headers where that is not said. */
  | { readonly kind: 'reset'; readonly afterChunks: number | undefined }
  /** Nothing comes any more after so many chunks; not even headers where that is not said. */
  | { readonly kind: 'stall'; readonly afterChunks: number | undefined }
  /** Another answer comes instead. */
  | { readonly kind: 'status'; readonly code: number; readonly headers: readonly HeaderPair[] }
  /** The body ends, in good order, after half of its bytes. */
  | { readonly kind: 'truncate' }
  /** All waits are so many times as long. */
  | { readonly kind: 'slow'; readonly times: number }

type HeaderPair = readonly [name: string, value: string]

const forms = 'reset, reset@chunk:3, stall@chunk:5, status:429;retry-after=2, truncate and slow:10x'

/**
 * Reads a fault: `reset`, `reset@chunk:3`, `stall@chunk:5`, `status:429;retry-after=2`, `truncate`, `slow:10x`.
 *
 * @param from - Where it stands, for the message: `--fault`, `x-wiretape-fault`.
 * @throws TypeError where it is none.
 */
export function parseFault(text: string, from: string): Fault {
  const trimmed = text.trim()
  const fault = parseCut(trimmed) ?? parseStatus(trimmed) ?? parseSlow(trimmed)
  if (fault !== undefined) return fault
  if (trimmed === 'truncate') return { kind: 'truncate' }
  throw new TypeError(`${from} is ${JSON.stringify(text)}, which is no fault. Faults are ${forms}.`)
}

function parseCut(text: string): Fault | undefined {
  const found = /^(reset|stall)(?:@chunk:(\d{1,9}))?$/.exec(text)
  if (found === null) return undefined
  const afterChunks = found[2] === undefined ? undefined : Number(found[2])
  return { kind: found[1] === 'reset' ? 'reset' : 'stall', afterChunks }
}

function parseStatus(text: string): Fault | undefined {
  const [status = '', ...fields] = text.split(';')
  const code = Number(/^status:([2-5]\d\d)$/.exec(status)?.[1])
  const isRight = !Number.isNaN(code) && fields.every((one) => field.test(one.trim()))
  return isRight ? { kind: 'status', code, headers: fields.map(pairOf) } : undefined
}

const field = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+=[\t\x20-\x7e]*$/

function pairOf(text: string): HeaderPair {
  const mark = text.indexOf('=')
  return [text.slice(0, mark).trim(), text.slice(mark + 1).trim()]
}

function parseSlow(text: string): Fault | undefined {
  const times = Number(/^slow:(\d{1,6}(?:\.\d{1,6})?)x?$/.exec(text)?.[1])
  return times > 0 ? { kind: 'slow', times } : undefined
}
