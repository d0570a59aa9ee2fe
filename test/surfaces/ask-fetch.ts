import type { Answer, Ask } from './battery.ts'

/** Asks through a fetch. */
export async function askFetch(send: typeof fetch, ask: Ask, more: object = {}): Promise<Answer> {
  const { url, ...rest } = ask
  const init = { ...rest, ...more, ...(ask.body && { duplex: 'half' }) } as RequestInit
  const response = await send(url, init)
  return {
    status: response.status,
    headers: (name) => [response.headers.get(name)].filter((value) => value !== null),
    chunks: response.body ?? none(),
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}
