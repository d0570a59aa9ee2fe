import type { Notes } from './client.ts'

/** All that a client tells of an exchange that fails. */
export interface Trace {
  /** In its order. */
  readonly told: readonly unknown[]
  /** The codes of each error, and of what caused it. */
  readonly codes: readonly (readonly string[])[]
  readonly heads: number
  readonly text: string
}

const patienceMs = 5_000

/** Has a client ask, and writes down what it tells; also that it hangs. */
export async function watch(ask: (notes: Notes) => Promise<void>): Promise<Trace> {
  const told: unknown[] = []
  const codes: string[][] = []
  const trace = { told, codes, heads: 0, text: '' }
  const asked = ask({
    head(...facts) {
      trace.heads += 1
      told.push(['head', ...facts])
    },
    data(piece) {
      if (trace.text === '') told.push('data')
      trace.text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')
    },
    event: (name) => void told.push(name),
    error(error) {
      told.push(errorFacts(error))
      codes.push(codesOf(error))
    },
  })
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise<string>((resolve) => (timer = setTimeout(resolve, patienceMs, 'hangs')))
  if ((await Promise.race([asked, hung])) === 'hangs') told.push('hangs')
  clearTimeout(timer)
  return trace
}

const ofMessages: readonly (readonly [RegExp, string])[] = [
  [/(127\.0\.0\.1|::1|localhost):\d+/g, '$1:PORT'],
  // OpenSSL begins with the number of a thread.
  [/^[0-9A-F]{8,}:error/gm, 'THREAD:error'],
  [/[\d.]+ ?ms/g, 'TIME'],
]

function plain(text: string): string {
  return ofMessages.reduce((made, [from, to]) => made.replaceAll(from, to), text)
}

/** What differs from run to run, or says only where in the code it was. */
const leftOut = new Set([
  'stack',
  'port',
  'localPort',
  'remotePort',
  'timestamp',
  'timings',
  'cert',
])

/** Everything that an error says, and what caused it. */
function errorFacts(error: unknown, depth = 0): unknown {
  if (typeof error !== 'object' || error === null || depth > 5) return String(error)
  const facts: Record<string, unknown> = {
    class: classesOf(error).join(' < '),
    message: plain(String(Reflect.get(error, 'message'))),
    name: Reflect.get(error, 'name'),
  }
  for (const key of Object.getOwnPropertyNames(error)) {
    if (leftOut.has(key) || key in facts) continue
    const value: unknown = Reflect.get(error, key)
    facts[key] = factOf(value, depth)
  }
  if ('cause' in error) facts['cause'] = errorFacts(error.cause, depth + 1)
  return facts
}

function factOf(value: unknown, depth: number): unknown {
  if (value instanceof Error) return errorFacts(value, depth + 1)
  if (Array.isArray(value)) return value.map((one) => factOf(one, depth))
  return typeof value === 'object' && value !== null ? typeof value : plain(String(value))
}

function classesOf(error: object): string[] {
  const names: string[] = []
  for (
    let at: unknown = Object.getPrototypeOf(error);
    at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    names.push((at as object).constructor?.name)
  }
  return names
}

/** The codes of an error and its causes: what a replay has to give again. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 6; depth++) {
    const { code, name, cause } = at as { code?: unknown; name?: unknown; cause?: unknown }
    codes.push(`${String(name)} ${String(code)}`)
    at = cause
  }
  return codes
}
