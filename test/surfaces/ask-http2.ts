import { once } from 'node:events'
import http2 from 'node:http2'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer, Ask } from './battery.ts'

/** Asks over a session of node:http2. */
export async function askHttp2(ask: Ask, session: http2.ClientHttp2Session): Promise<Answer> {
  const { url, method = 'GET', headers, body, signal } = ask
  const { pathname, search } = new URL(url)
  const fields = { ':method': method, ':path': pathname + search, ...headers }
  const stream = session.request(fields, {
    endStream: body === undefined,
    ...(signal && { signal }),
  })
  const answered = once(stream, 'response') as Promise<[http2.IncomingHttpHeaders]>
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    if (body !== undefined) stream.end(body)
  } else await Promise.race([pipeline(Readable.from(body), stream), answered])
  const [got] = await answered
  return {
    status: Number(got[':status']),
    headers: (name) => [got[name] ?? []].flat(),
    chunks: stream,
  }
}

/** Sessions of node:http2, one an origin, opened when first asked. */
export class Sessions {
  readonly #options: http2.SecureClientSessionOptions
  readonly #open = new Map<string, http2.ClientHttp2Session>()

  constructor(options: http2.SecureClientSessionOptions = {}) {
    this.#options = options
  }

  ask(ask: Ask): Promise<Answer> {
    const { origin } = new URL(ask.url)
    return askHttp2(ask, this.#open.get(origin) ?? this.#connect(origin))
  }

  close(): void {
    for (const session of this.#open.values()) session.destroy()
  }

  #connect(origin: string): http2.ClientHttp2Session {
    const session = http2.connect(origin, this.#options)
    // Its streams have it, too.
    session.on('error', () => {})
    session.once('close', () => this.#open.delete(origin))
    this.#open.set(origin, session)
    return session
  }
}
