import * as undici from 'undici'
import type { Answer, Ask } from './battery.ts'

/** Asks through undici.request. */
export async function askUndici(ask: Ask, dispatcher: undici.Dispatcher): Promise<Answer> {
  const { url, method = 'GET', ...rest } = ask
  const options = { ...rest, method, dispatcher } as Parameters<typeof undici.request>[1]
  const { statusCode, headers, body } = await undici.request(url, options)
  return {
    status: statusCode,
    headers: (name) => [headers[name] ?? []].flat(),
    chunks: body,
  }
}
