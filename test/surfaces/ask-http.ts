import http from 'node:http'
import https from 'node:https'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer, Ask } from './battery.ts'

/** Asks through node:http or node:https. */
export async function askHttp(ask: Ask, options: http.RequestOptions = {}): Promise<Answer> {
  const { url, method, headers, body, signal } = ask
  const { request } = url.startsWith('https:') ? https : http
  const sending = request(url, { ...options, method, headers, signal } as http.RequestOptions)
  const answered = once(sending, 'response') as Promise<[http.IncomingMessage]>
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array)
    sending.end(body)
  else await Promise.race([pipeline(Readable.from(body), sending), answered])
  const [response] = await answered
  return {
    status: response.statusCode ?? 0,
    headers: (name) => [response.headers[name] ?? []].flat(),
    chunks: response,
  }
}
