import http from 'node:http'
import type { Dispatcher as AnyDispatcher } from 'undici'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { Recorder } from '../../src/index.ts'
import { recordedFetch } from '../../src/surfaces/fetch.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { interaction } from '../support/interactions.ts'
import { fetchesOf, itemsCassette, recordedItems } from './recorded-items.ts'
import type { Setup } from './row.ts'

type DispatchOptions = AnyDispatcher.DispatchOptions
type Handler = AnyDispatcher.DispatchHandler

/** How a client gets the text at a URL. */
export type GetText = (url: string) => Promise<string>

/** Gets of a client that a tap replays. */
export function replayed(openClient: () => Promise<GetText>, count: number): Setup {
  return async () => {
    const items = recordedItems(count)
    const getText = await openClient()
    const recorder = Recorder.of(itemsCassette(items), { repeats: 'last' })
    recorder.install()
    return { repeat: fetchesOf(items, getText), close: () => recorder.uninstall() }
  }
}

/** The `request` of npm's undici. */
export async function undiciText(): Promise<GetText> {
  const { request } = await import('undici')
  return async (url) => (await request(url)).body.text()
}

/** What is asked of a dispatcher without a client of undici's: its answer put together by a handler, and no more. */
export async function dispatchedText(): Promise<GetText> {
  const { getGlobalDispatcher } = await import('undici')
  const dispatcher = getGlobalDispatcher()
  return (url) =>
    new Promise((resolve, reject) => {
      const pathAt = url.indexOf('/', 'https://'.length)
      const options = { origin: url.slice(0, pathAt), path: url.slice(pathAt), method: 'GET' }
      dispatcher.dispatch(options, new TextHandler(resolve, reject))
    })
}

class TextHandler {
  readonly #pieces: Buffer[] = []
  readonly #resolve: (text: string) => void
  readonly #reject: (error: unknown) => void

  constructor(resolve: (text: string) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  onRequestStart(): void {}

  onResponseStart(_: unknown, code: number): void {
    if (code !== 200) this.#reject(new Error(`It was answered with ${code}.`))
  }

  onResponseData(_: unknown, bytes: Buffer): void {
    this.#pieces.push(bytes)
  }

  onResponseEnd(): void {
    this.#resolve(Buffer.concat(this.#pieces).toString())
  }

  onResponseError(_: unknown, error: unknown): void {
    this.#reject(error)
  }
}

/** A client of undici's over a dispatcher that does nothing but look up the answer: the rest is the client's own. */
export function lookedUp(openClient: () => Promise<GetText>, count: number): Setup {
  return async () => {
    const { Dispatcher, setGlobalDispatcher } = await import('undici')
    const items = recordedItems(count)
    const fields = ['content-type', 'application/json'].map((text) => Buffer.from(text))
    const resume = (): void => {}
    setGlobalDispatcher(
      new (class extends Dispatcher {
        override dispatch({ origin, path }: DispatchOptions, handler: Handler): boolean {
          const bytes = Buffer.from(items.bodies.get(`${String(origin)}${path}`) ?? '')
          handler.onConnect?.(() => {})
          handler.onHeaders?.(200, fields, resume, 'OK')
          handler.onData?.(bytes)
          handler.onComplete?.([])
          return true
        }
      })(),
    )
    return { repeat: fetchesOf(items, await openClient()) }
  }
}

/** `http.get`, its answer put together as text. */
export async function nodeHttpText(): Promise<GetText> {
  const { default: https } = await import('node:https')
  return (url) =>
    new Promise((resolve, reject) => {
      const { get } = url.startsWith('https:') ? https : http
      const asked = get(url, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.once('end', () => resolve(text))
      })
      asked.once('error', reject)
    })
}

const posted = {
  url: 'https://api.example.com/v1/answers',
  body: JSON.stringify({
    model: 'gpt-5',
    temperature: 0.2,
    stream: false,
    input: Array.from({ length: 6 }, (_, turn) => ({
      role: turn % 2 === 0 ? 'user' : 'assistant',
      content:
        `What is ${turn} + 2? Please show how you came to your answer, one step a line, and be brief. `.repeat(
          1 + (turn % 2),
        ),
    })),
  }),
  answer: JSON.stringify({ object: 'answer', output: 'It is four. '.repeat(16) }),
}

/** A POST of 1 KB JSON through `recordedFetch`. */
export const postReplayed: Setup = async () => {
  const { url, body, answer } = posted
  const request = { url, body, method: 'POST', contentLength: body.length }
  const interactions = [interaction({ request, response: { body: answer } })]
  const cassette = parseCassette(stringifyCassette({ version: 2, interactions }))
  const send = recordedFetch(Recorder.of(cassette, { repeats: 'last' }))
  return { repeat: postsBy(async (init) => (await send(url, init)).text()) }
}

/** What cannot be had for less: the answer looked up by the URL and the body. */
export const postLimit: Setup = async () => {
  const { url, body, answer } = posted
  const answers = new Map([[`${url} ${body}`, answer]])
  return {
    repeat: postsBy((init) => new Response(answers.get(`${url} ${init.body}`)).text()),
  }
}

type Posted = RequestInit & { readonly body: string }

function postsBy(post: (init: Posted) => Promise<string>): (times: number) => Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const made = JSON.parse(posted.body) as unknown
  return async (times) => {
    for (let done = 0; done < times; done++) {
      // As SDKs do it: the text is made anew for each request.
      const text = await post({ method: 'POST', headers, body: JSON.stringify(made) })
      if (text !== posted.answer) throw new Error(`Another answer came back: ${text}`)
    }
  }
}
