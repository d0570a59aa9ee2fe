import type http2 from 'node:http2'
import type { StreamReply } from '../../support/http2.ts'
import type { Progress } from './observed.ts'

/** What a server does, and what a client of node:http2 does about it. */
export interface StreamScenario {
  readonly name: string
  readonly reply: (client: Progress, ...call: Parameters<StreamReply>) => unknown
  readonly fields?: http2.OutgoingHttpHeaders
  /** Whether the borders of chunks are as the connection happens to make them. */
  readonly isCut?: boolean
  /** What the client does with its stream once it has it. */
  readonly send?: (stream: http2.ClientHttp2Stream) => void
  /** What it does when a chunk has come. */
  readonly onChunk?: (stream: http2.ClientHttp2Stream, abort: AbortController) => void
}

type Stream = http2.ServerHttp2Stream

async function oneByOne(
  stream: Stream,
  client: Progress,
  pieces: readonly string[],
): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    await client.untilChunks(index)
    stream.write(piece)
  }
  await client.untilChunks(pieces.length)
}

const three = ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']

/** Answers with a chunk, and then does what ends it. */
function afterOne(end: (stream: Stream) => void): StreamScenario['reply'] {
  return async (client, stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
    await oneByOne(stream, client, ['data: 1\n\n'])
    end(stream)
  }
}

/** Answers as long as its client is there. */
const endless: StreamScenario['reply'] = async (client, stream) => {
  stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
  for (let count = 0; !stream.destroyed; count++) {
    await client.untilChunks(count)
    if (!stream.closed) stream.write(`data: ${count}\n\n`)
  }
}

const leaving: readonly (readonly [string, NonNullable<StreamScenario['onChunk']>])[] = [
  ['cancels', (stream) => stream.close(8)],
  ['closes with another code', (stream) => stream.close(2)],
  ['destroys the stream', (stream) => stream.destroy()],
  ['destroys the stream with an error', (stream) => stream.destroy(new Error('enough'))],
  ['destroys the session', (stream) => stream.session?.destroy()],
  ['aborts', (_stream, abort) => abort.abort()],
]

/** What a client of node:http2 is observed doing. */
export const streamScenarios: readonly StreamScenario[] = [
  {
    name: 'a body chunk by chunk',
    reply: async (client, stream) => {
      stream.respond({
        ':status': 201,
        'content-type': 'text/event-stream',
        'x-a': ['1', '2'],
        'set-cookie': ['a=1', 'b=2'],
      })
      await oneByOne(stream, client, three)
      stream.end()
    },
  },
  {
    name: 'head, body and end at once',
    reply: (_client, stream) => {
      stream.respond({ ':status': 200 })
      stream.end('all of it')
    },
  },
  {
    name: 'a head alone',
    reply: (_client, stream) => stream.respond({ ':status': 404, 'x-a': '1' }, { endStream: true }),
  },
  {
    name: 'trailers behind a body',
    reply: (_client, stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'x-b': '2' }))
      stream.end('body')
    },
  },
  {
    name: 'trailers without a body',
    reply: (_client, stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '5' }))
      stream.end()
    },
  },
  ...[204, 304].map((status) => ({
    name: `the status ${status}`,
    reply: (_client: Progress, stream: Stream) =>
      stream.respond({ ':status': status, etag: '"a"' }, { endStream: true }),
  })),
  {
    name: 'HEAD',
    fields: { ':method': 'HEAD' },
    reply: (_client, stream) => stream.respond({ ':status': 200, 'content-length': '5' }),
  },
  {
    name: 'what comes before the response',
    reply: (_client, stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>; rel=preload' })
      stream.respond({ ':status': 200 })
      stream.end('late')
    },
  },
  {
    name: 'a request with a body in pieces',
    fields: { ':method': 'POST', 'content-type': 'text/plain' },
    send: (stream) => {
      stream.write('one')
      setImmediate(() => stream.end('two'))
    },
    reply: async (_client, stream) => {
      let body = ''
      for await (const piece of stream) body += String(piece)
      stream.respond({ ':status': 200 })
      stream.end(body)
    },
  },
  {
    name: 'a large body both ways',
    isCut: true,
    fields: { ':method': 'PUT' },
    send: (stream) => void stream.end(Buffer.alloc(1_000_000, 'x')),
    reply: (_client, stream) => {
      stream.respond({ ':status': 200 })
      stream.pipe(stream)
    },
  },
  ...[1, 2, 7, 8, 11].map((code) => ({
    name: `a reset with code ${code} in the middle`,
    reply: afterOne((stream) => stream.close(code)),
  })),
  ...[2, 7, 8].map((code) => ({
    name: `a reset with code ${code} before the head`,
    reply: (_client: Progress, stream: Stream) => stream.close(code),
  })),
  { name: 'a connection that ends', reply: afterOne((stream) => stream.session?.destroy()) },
  {
    name: 'a session that goes away',
    reply: afterOne((stream) => stream.session?.destroy(2 as never)),
  },
  {
    name: 'a session that goes away when all is done',
    reply: async (client, stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
      stream.session?.close()
      await oneByOne(stream, client, three)
      stream.end()
    },
  },
  ...leaving.map(([what, onChunk]) => ({ name: `a client that ${what}`, reply: endless, onChunk })),
]
