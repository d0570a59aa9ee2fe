import type { Client, Wish } from './client.ts'

/** Ways in which a client gives up on its own, by the server that makes it wait. */
export interface Waits {
  readonly head?: readonly Wish[]
  readonly body?: readonly Wish[]
  readonly connect?: readonly Wish[]
}

const ms = 250
const undiciWaits: Waits = {
  head: [{ connection: { headersTimeout: ms } }],
  body: [{ connection: { bodyTimeout: ms } }],
  connect: [{ connection: { connect: { timeout: ms } } }],
}
const requestWaits: Waits = {
  ...undiciWaits,
  head: [{ options: { headersTimeout: ms } }, ...(undiciWaits.head ?? [])],
  body: [{ options: { bodyTimeout: ms } }, ...(undiciWaits.body ?? [])],
}
const nodeWaits: Waits = {
  head: [{ options: { timeout: ms } }, { connection: { timeout: ms } }],
  body: [{ options: { timeout: ms } }, { connection: { timeout: ms } }],
  connect: [{ options: { timeout: ms } }, { connection: { timeout: ms } }],
}
const optionsWaits: Waits = {
  head: [{ options: { timeout: ms } }],
  connect: [{ options: { timeout: ms } }],
}
const gotWaits: Waits = {
  head: ['request', 'response', 'socket'].map((phase) => ({
    options: { timeout: { [phase]: ms } },
  })),
  body: ['request', 'socket', 'read'].map((phase) => ({ options: { timeout: { [phase]: ms } } })),
  connect: ['request', 'secureConnect', 'socket'].map((phase) => ({
    options: { timeout: { [phase]: ms } },
  })),
}

/** Those of one client, besides the signal that all of them take. */
export function waitsOf({ name }: Client): Waits {
  if (name === 'a RetryAgent of undici') return {}
  if (name === 'node:http and node:https') return nodeWaits
  if (/^(?:a Client|undici\.(?:request|stream|pipeline))/.test(name)) return requestWaits
  if (/fetch$|eventsource/.test(name) && name !== 'node-fetch') return undiciWaits
  if (name.startsWith('got')) return gotWaits
  if (name.startsWith('axios'))
    return { ...optionsWaits, ...(name.endsWith('whole') && { body: optionsWaits.head }) }
  return /openai|anthropic/.test(name) ? optionsWaits : {}
}

const mine = (): Error => Object.assign(new Error('mine'), { code: 'MINE' })

/** Signals with which a caller gives up. */
export const signals: readonly Wish[] = [
  { signal: () => AbortSignal.timeout(ms) },
  { signal: () => AbortSignal.abort(), isLate: true },
  { signal: () => AbortSignal.abort(mine()), isLate: true },
  { signal: () => abortedIn(ms, mine()) },
  { signal: () => abortedIn(ms) },
]

function abortedIn(ms: number, reason?: unknown): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), ms)
  return controller.signal
}
