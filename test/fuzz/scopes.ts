import { setTimeout as delay } from 'node:timers/promises'
import type { RequestListener } from 'node:http'
import { stream } from '../support/loopback.ts'
import type { Kind, SharedClient } from './scope-clients.ts'

/** One request of a program, and when it is made. */
interface Step {
  readonly client: string
  readonly kind: Kind
  readonly path: string
  /** Made when the first bytes of the one before have come, not when it is over. */
  readonly isEarly: boolean
  /** What the program does between the one before and it. */
  readonly pause: 'none' | 'turn' | 'tick' | 'timer'
}

/** What runs in one scope: each list of steps one after another, the lists at once. */
export interface Program {
  readonly name: string
  readonly startsInMs: number
  readonly strands: readonly (readonly Step[])[]
  /** A scope within this one, with a cassette of its own. */
  readonly inner: Program | undefined
}

type Roll = () => number

/** Makes a program. The same numbers make the same one. */
export function programFrom(
  roll: Roll,
  name: string,
  clients: Readonly<Record<string, SharedClient>>,
  depth = 0,
): Program {
  let count = 0
  const step = (): Step => {
    const [client, { kinds }] = pick(roll, Object.entries(clients))
    const kind = pick(roll, kinds)
    const path = `/${name}/${count++}/${kind.replace(' ', '-')}`
    const pause = pick(roll, ['none', 'none', 'turn', 'tick', 'timer'] as const)
    return { client, kind, path, isEarly: roll() < 0.3, pause }
  }
  const strands = times(1 + Math.floor(roll() * 3), () => times(1 + Math.floor(roll() * 4), step))
  const hasInner = depth === 0 && roll() < 0.2
  const inner = hasInner ? programFrom(roll, `${name}-inner`, clients, depth + 1) : undefined
  return { name, startsInMs: Math.floor(roll() * 200), strands, inner }
}

function pick<T>(roll: Roll, from: readonly T[]): T {
  return from[Math.floor(roll() * from.length)] as T
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}

/** The paths that are asked for, one after another, for a step. */
export function wireOf({ kind, path }: Step): readonly string[] {
  if (kind === 'redirect') return [path, `${path}/to`]
  return kind === 'busy first' ? [path, path] : [path]
}

/** Runs the strands of a program. @returns what did not come as it should */
export async function runProgram(
  { strands }: Program,
  clients: Readonly<Record<string, SharedClient>>,
): Promise<readonly string[]> {
  const wrong: string[] = []
  const run = async (steps: readonly Step[]): Promise<void> => {
    const [step, ...rest] = steps
    if (step === undefined) return
    await pausing(step.pause)
    const isNextEarly = rest[0]?.isEarly === true
    let following: Promise<void> | undefined
    const early = (): void => void (isNextEarly && (following ??= run(rest)))
    const got = await clients[step.client]?.ask(step.path, early)
    if (got !== bodyOf(wireOf(step).at(-1) ?? '')) wrong.push(`${step.path}: ${got}`)
    await (following ?? run(rest))
  }
  await Promise.all(strands.map(run))
  return wrong
}

async function pausing(pause: Step['pause']): Promise<void> {
  if (pause === 'turn') await new Promise(setImmediate)
  if (pause === 'tick') await new Promise<void>((resolve) => process.nextTick(resolve))
  if (pause === 'timer') await delay(2)
}

function bodyOf(path: string): string {
  return path.includes('/stream') ? `${path} `.repeat(3) : path
}

/** Answers as the path of a request says, and keeps a list of the requests. */
export function answering(seen: string[]): RequestListener {
  const tried = new Set<string>()
  return (request, response) => {
    const { url = '' } = request
    seen.push(url)
    request.resume()
    if (url.endsWith('/redirect'))
      return void response.writeHead(302, { location: `${url}/to` }).end()
    if (url.endsWith('/busy-first') && !tried.has(url)) {
      tried.add(url)
      return void response.writeHead(503).end()
    }
    if (url.endsWith('/slow')) return void setTimeout(() => response.end(url), 5)
    if (!url.endsWith('/stream')) return void response.end(url)
    stream(Array(3).fill(`${url} `) as string[], { everyMs: 2 })(request, response)
  }
}
