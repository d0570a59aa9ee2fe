import type { RequestListener, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import type { Doing, Progress } from './observed.ts'

/** How a server answers a client whose progress it sees. */
export type Reply = (
  ...exchange: [...Parameters<RequestListener>, client: Progress]
) => void | Promise<void>

/** What a server does, and what its client does about it. */
export interface Scenario {
  readonly name: string
  readonly reply: Reply
  readonly doing: Omit<Doing, 'url' | 'progress'>
  /** How often it is done, one after another on the same client. */
  readonly times?: number
}

const text = JSON.stringify({ text: 'coded '.repeat(200) })

/** Where this Node has it. */
const zstdOf = Reflect.get(zlib, 'zstdCompressSync') as typeof zlib.gzipSync | undefined

const coded: readonly (readonly [string, Buffer])[] = [
  ['gzip', zlib.gzipSync(text)],
  ['br', zlib.brotliCompressSync(text)],
  ['deflate', zlib.deflateSync(text)],
  ...(zstdOf === undefined ? [] : [['zstd', zstdOf(text)] as const]),
  ['x-unknown', Buffer.from(text)],
]

/** Reads a request to its end, then answers. */
function afterBody(answer: (response: ServerResponse) => void): Reply {
  return (request, response) => {
    request.resume().once('end', () => answer(response))
  }
}

/** Sends each piece once the client has the one before. */
async function oneByOne(
  response: { write(piece: string): unknown },
  pieces: readonly string[],
  client: Progress,
): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    await client.untilChunks(index)
    response.write(piece)
  }
  await client.untilChunks(pieces.length)
}

const bodies: readonly (readonly [string, NonNullable<Doing['body']>])[] = [
  ['text', () => 'grüße'],
  ['empty text', () => ''],
  ['bytes', () => new Uint8Array([0, 255, 1])],
  ['a stream', () => pieces(['one ', 'two ', 'three'])],
  ['an empty stream', () => pieces([])],
  [
    'a large stream',
    () => pieces(Array.from({ length: 40 }, (_, at) => String(at % 10).repeat(16_384))),
  ],
]

/** The bytes of a text, a character each: so clients and servers take the value of a field. */
function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

async function* pieces(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of texts) {
    await delay(1)
    yield Buffer.from(piece)
  }
}

/** What every client is observed doing. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'fields that repeat, in odd cases',
    reply: (_request, response) => {
      const fields = ['X-Odd-CASE', '1', 'set-cookie', 'a=1; Path=/', 'Set-Cookie', 'b=2']
      response.writeHead(200, 'Fine', [...fields, 'x-odd-case', '2', 'X-Latin', 'caf\u00e9'])
      response.end('ok')
    },
    doing: { headers: { 'X-Mine': '1', 'x-many': ['a', 'b'] } },
  },
  {
    name: 'values that are not ASCII',
    reply: (_request, response) => {
      const fields = [
        'utf-8',
        utf8('Zo\u00eb \u2713 \u{1f600}'),
        'latin-1',
        'Zo\u00eb',
        'private',
        utf8('\uefeb'),
      ]
      response.writeHead(200, [...fields, 'cut-off', utf8('\u00eb').slice(0, 1)]).end('ok')
    },
    doing: { headers: { 'x-utf-8': utf8('Zo\u00eb'), 'x-latin-1': 'Zo\u00eb' } },
  },
  ...['999 Request denied', '200 Zo\u00eb \u2713', '200 a\x01b', '200'].map((line) => ({
    name: `the status line ${JSON.stringify(line)}`,
    reply: (({ socket }) => {
      socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok`)
    }) as Reply,
    doing: {},
  })),
  {
    name: 'a stream',
    reply: async (_request, response, client) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      await oneByOne(response, ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'], client)
      response.end()
    },
    doing: {},
  },
  {
    name: 'headers long before the body',
    reply: async (_request, response, client) => {
      response.writeHead(200, { 'content-length': '5' }).flushHeaders()
      await client.untilHead()
      response.end('later')
    },
    doing: {},
  },
  {
    name: 'trailers',
    reply: (_request, response) => {
      response.writeHead(200, { trailer: 'X-Sum' })
      response.write('body')
      response.addTrailers({ 'X-Sum': '42' })
      response.end()
    },
    doing: {},
  },
  {
    name: 'early hints',
    reply: (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      response.writeHead(200).end('ok')
    },
    doing: {},
  },
  ...coded.map(([coding, body]) => ({
    name: `a body with the coding ${coding}`,
    reply: (async (_request, response, client) => {
      response.writeHead(200, { 'content-encoding': coding, 'content-type': 'text/event-stream' })
      response.write(body.subarray(0, 20))
      await client.untilHead()
      response.end(body.subarray(20))
    }) as Reply,
    doing: {},
  })),
  ...bodies.map(([name, body]) => ({
    name: `a request body that is ${name}`,
    reply: afterBody((response) => response.end('done')),
    doing: { method: 'POST', body },
  })),
  {
    name: 'a request body of a length that was told',
    reply: afterBody((response) => response.end('done')),
    doing: {
      method: 'PUT',
      headers: { 'content-length': '7' },
      body: () => pieces(['one ', 'two']),
    },
  },
  {
    name: 'leave to send the body',
    reply: afterBody((response) => response.end('done')),
    doing: { method: 'POST', expects: true, body: () => 'waited for' },
  },
  ...(['HEAD', 'GET', 'DELETE'] as const).flatMap((method) =>
    [200, 204, 304].map((code) => ({
      name: `${method} answered with ${code}`,
      reply: ((_request, response) => {
        response.writeHead(code, { etag: '"a"' }).end()
      }) as Reply,
      doing: { method },
    })),
  ),
  {
    name: 'a redirect that is left to the client',
    reply: (_request, response) => void response.writeHead(302, { location: '/to' }).end('moved'),
    doing: {},
  },
  {
    name: 'a redirect that is followed',
    reply: (request, response) => {
      if (request.url === '/to') return void response.end('arrived')
      response.writeHead(302, { location: '/to' }).end('moved')
    },
    doing: { follows: true, headers: { authorization: 'Basic eA==' } },
  },
  {
    name: 'requests on one connection',
    reply: (_request, response) => void response.end('again'),
    doing: {},
    times: 3,
  },
  {
    name: 'a client that goes away in mid-stream',
    reply: (_request, response, client) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      return oneByOne(response, ['one', 'two'], client)
    },
    doing: { leaveAfter: 2 },
  },
  {
    name: 'a connection that ends before the headers',
    reply: (request) => void request.socket.destroy(),
    doing: {},
  },
  {
    name: 'a connection that is reset before the headers',
    reply: (request) => void request.socket.resetAndDestroy(),
    doing: {},
  },
  {
    name: 'a connection that ends in the middle of the body',
    reply: (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('some of it', () => response.destroy())
    },
    doing: {},
  },
  {
    name: 'a connection that ends in the middle of a stream',
    reply: async (_request, response, client) => {
      await oneByOne(response, ['some of it'], client)
      response.destroy()
    },
    doing: {},
  },
  {
    name: 'a body that is no HTTP',
    reply: async ({ socket }, _response, client) => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
      await oneByOne(socket, [`${head}3\r\none\r\n`], client)
      socket.end('nonsense\r\n')
    },
    doing: {},
  },
  {
    name: 'an answer that is no HTTP',
    reply: ({ socket }) => void socket.end('nonsense\r\n\r\n'),
    doing: {},
  },
  {
    name: 'a body that ends with its connection',
    reply: async ({ socket }, _response, client) => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n'
      await oneByOne(socket, [`${head}one `], client)
      socket.end('two')
    },
    doing: {},
  },
  {
    name: 'an answer that takes too long',
    reply: () => {},
    // Enough for the request to have come: the server tells of it.
    doing: { timeoutMs: 250 },
  },
  {
    name: 'a body that takes too long',
    reply: (_request, response) => void response.writeHead(200).write('one'),
    doing: { timeoutMs: 250 },
  },
]
