import { Readable } from 'node:stream'
import axios, { type AxiosHeaders } from 'axios'
import { got } from 'got'
import nodeFetch from 'node-fetch'
import '../../../src/surfaces/taps/install.ts'
import type { Answer, Ask } from '../battery.ts'
import { tapped } from './tapped.ts'

tapped('axios', () => ({ ask: (ask) => askAxios(ask, 'http') }))

tapped('axios with its fetch adapter', () => ({ ask: (ask) => askAxios(ask, 'fetch') }))

tapped('got', () => ({ ask: askGot }))

tapped('node-fetch', () => ({ ask: askNodeFetch }))

async function askAxios(ask: Ask, adapter: 'http' | 'fetch'): Promise<Answer> {
  const { url, body, ...rest } = ask
  const response = await axios.request<AsyncIterable<Uint8Array> | null>({
    ...rest,
    url,
    adapter,
    data: body === undefined ? undefined : dataOf(body, adapter),
    responseType: 'stream',
    maxRedirects: 0,
    validateStatus: null,
  } as object)
  const fields = response.headers as AxiosHeaders
  return {
    status: response.status,
    headers: (name) => [fields.get(name) ?? []].flat().map(String),
    chunks: response.data ?? none(),
  }
}

function dataOf(body: NonNullable<Ask['body']>, adapter: 'http' | 'fetch'): unknown {
  const given = bodyOf(body)
  return adapter === 'fetch' && given instanceof Readable ? Readable.toWeb(given) : given
}

async function askGot(ask: Ask): Promise<Answer> {
  const { url, body, ...rest } = ask
  const stream = got.stream(url, {
    ...rest,
    ...(body !== undefined && { body: bodyOf(body) }),
    throwHttpErrors: false,
    followRedirect: false,
    retry: { limit: 0 },
  } as object)
  const response = await new Promise<{ statusCode: number; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      stream.once('response', resolve)
      stream.once('error', reject)
    },
  )
  return {
    status: response.statusCode,
    headers: (name) => [(response.headers[name] as string | string[]) ?? []].flat(),
    chunks: stream,
  }
}

async function askNodeFetch(ask: Ask): Promise<Answer> {
  const { url, body, ...rest } = ask
  const init = { ...rest, redirect: 'manual', ...(body !== undefined && { body: bodyOf(body) }) }
  const response = await nodeFetch(url, init as object)
  return {
    status: response.status,
    headers: (name) => [response.headers.get(name)].filter((value) => value !== null),
    chunks: (response.body ?? none()) as AsyncIterable<Uint8Array>,
  }
}

/** The body as these clients take it: text, bytes or a stream of Node's. */
function bodyOf(body: NonNullable<Ask['body']>): string | Buffer | Readable {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? Buffer.from(body) : Readable.from(body)
}

async function* none(): AsyncGenerator<Uint8Array> {}
