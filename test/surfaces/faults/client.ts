import { NodesAgent } from '../../support/nodes-agent.ts'
import * as undici from 'undici'
import { authority } from '../../support/secure.ts'
import { expiredCertificate } from './certificates.ts'

/** What a client is told, besides the URL. */
export interface Wish {
  /** Of the client's own kind. */
  readonly options?: object
  /** Of what makes its connections. */
  readonly connection?: object
  readonly signal?: () => AbortSignal
  /** It has given up before it asks. */
  readonly isLate?: boolean
}

/** Takes notes of what a client tells. */
export interface Notes {
  head(...facts: unknown[]): void
  data(piece: Uint8Array | string): void
  event(name: string): void
  error(error: unknown): void
}

export interface Client {
  readonly name: string
  ask(url: string, notes: Notes, wish: Wish): Promise<void>
}

export const ca: readonly string[] = [authority.certificate, expiredCertificate]

export function undiciAgent(wish: Wish, Agent: typeof undici.Agent = undici.Agent): undici.Agent {
  const { connect, ...options } = (wish.connection ?? {}) as undici.Agent.Options
  return new Agent({ ...options, connect: { ca: [...ca], timeout: 500, ...(connect as object) } })
}

export async function reading(
  body: AsyncIterable<Uint8Array> | null | undefined,
  notes: Notes,
): Promise<void> {
  for await (const bytes of body ?? []) notes.data(bytes)
}

export function withSignal(wish: Wish): object {
  return wish.signal === undefined ? {} : { signal: wish.signal() }
}

/** The built-in fetch over connections of its own. */
export function openFetch(wish: Wish): { send: typeof fetch; close: () => Promise<void> } {
  const dispatcher = undiciAgent(wish, NodesAgent)
  return {
    send: (url, init) => fetch(url, { ...init, dispatcher } as object),
    close: () => dispatcher.destroy(),
  }
}

/** A client of the built-in fetch. What it throws is noted. */
export function overFetch(
  name: string,
  ask: (send: typeof fetch, url: string, notes: Notes, wish: Wish) => Promise<void>,
): Client {
  return {
    name,
    async ask(url, notes, wish) {
      const { send, close } = openFetch(wish)
      try {
        await ask(send, url, notes, wish)
      } catch (error) {
        notes.error(error)
      }
      await close()
    },
  }
}
