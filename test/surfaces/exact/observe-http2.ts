import http2 from 'node:http2'
import type { StreamScenario } from './http2-scenarios.ts'
import { type Progress, errorFacts } from './observed.ts'

/** What a client of node:http2 can see of an exchange. */
export interface ObservedStream {
  readonly head: unknown
  readonly chunks: readonly string[]
  readonly trailers: unknown
  readonly informed: readonly unknown[]
  readonly errors: readonly (readonly string[])[]
  readonly sessionErrors: readonly (readonly string[])[]
  readonly events: readonly string[]
  readonly end: unknown
}

/** What of it a cassette holds: not what came before the response, nor what became of the session. */
export function playableStream(observed: ObservedStream): object {
  const errors = observed.errors.map((facts) => facts.map((fact) => fact.split(' ')[1]))
  return { ...observed, informed: [], sessionErrors: [], errors }
}

const told = ['response', 'trailers', 'end', 'aborted', 'error', 'close']

/** Does what a scenario has a client do, with a session of its own. */
export async function observeHttp2(
  url: string,
  { fields, isCut, send, onChunk }: StreamScenario,
  progress: Progress,
): Promise<ObservedStream> {
  const session = http2.connect(url)
  const [errors, sessionErrors]: [string[][], string[][]] = [[], []]
  session.on('error', (error) => sessionErrors.push(errorFacts(error)))
  const gone = new Promise((resolve) => session.once('close', resolve))
  const abort = new AbortController()
  const stream = session.request({ ':path': '/a?b=1', ...fields }, { signal: abort.signal })
  const [events, chunks, informed]: [string[], string[], unknown[]] = [[], [], []]
  let [head, trailers]: unknown[] = []
  for (const name of told) stream.on(name, () => events.push(name))
  stream.on('response', ({ date: _date, ...got }) => {
    head = got
    progress.head()
  })
  stream.on('headers', (got) => informed.push(got))
  stream.on('trailers', (got) => (trailers = got))
  stream.on('error', (error) => errors.push(errorFacts(error)))
  stream.on('data', (piece: Buffer) => {
    chunks.push(String(piece))
    // Whoever leaves asks for no more.
    if (onChunk === undefined) progress.chunk()
    else onChunk(stream, abort)
  })
  if (send === undefined) stream.end()
  else send(stream)
  await new Promise((resolve) => stream.once('close', resolve))
  const { rstCode, aborted, closed, destroyed, sentHeaders, readableEnded } = stream
  const end = { rstCode, aborted, closed, destroyed, sentHeaders, readableEnded }
  session.close()
  await gone
  const seen = isCut === true ? [chunks.join('')] : chunks
  return { head, chunks: seen, trailers, informed, errors, sessionErrors, events, end }
}
