import { headersOf } from '../../src/core/headers.ts'
import type { Cassette, Interaction } from '../../src/core/model.ts'
import { eventStream, interaction } from '../support/interactions.ts'

const cookies = headersOf([
  ['content-type', 'text/plain'],
  ['set-cookie', 'a=1'],
  ['set-cookie', 'b=2'],
])

const created = interaction({
  id: 0,
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/things?dry=true',
    headers: headersOf([
      ['content-type', 'application/json'],
      ['accept', '*/*'],
    ]),
    body: '{"name":"Räder","sizes":[1,2,3.0],"nested":{"deep":{"a":"long enough to break the line at eighty"}},"big":12345678901234567890}',
  },
  response: { code: 201, status: '201 Created', duration: 12_345_678, body: '{"ok":true}' },
})

const streamed = eventStream(
  'event: message_start\ndata: {"type":"message_start","message":{"model":"claude-x","content":[],"usage":{"input_tokens":12}}}\n\n' +
    ': still there\n\n' +
    'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}\n\n' +
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"They want a greeting."}}\n\n' +
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Olá! 👋"}}\n\n' +
    'event: content_block_start\ndata: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"wave","input":{}}}\n\n' +
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"times\\":3}"}}\n\n' +
    'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1234}}\n\n' +
    'event: message_stop\ndata: {"type":"message_stop"}',
  {
    duration: 505_861_250,
    chunks: [
      { bytes: 143, at: 0 },
      { bytes: 254, at: 50_000_000 },
      { bytes: 1_000, at: 1_204_000_000 },
    ],
  },
)

const hostile = interaction({
  id: 2,
  request: {
    method: 'PUT',
    url: 'https://evil.example/\u202Egnp.exe',
    headers: headersOf([['x-title', '\u001b]0;owned\u0007']]),
    body: '::error::not for the log\nline\u2028two\ttab',
  },
  response: {
    code: 502,
    status: '502 Bad Gateway',
    headers: cookies,
    body: Uint8Array.from({ length: 80 }, (_, index) => (index * 7) & 0xff),
    error: 'ECONNRESET',
    chunks: [
      { bytes: 40, at: 0 },
      { bytes: 40, at: 2_500_000_000 },
    ],
    trailer: headersOf([['x-checksum', 'abc']]),
  },
})

const empty = interaction({
  id: 3,
  request: { method: 'DELETE', url: 'https://api.example.com/v1/things/1' },
  response: { code: 204, status: '204 No Content', headers: headersOf([]), body: '' },
})

const long = eventStream(
  Array.from({ length: 75 }, (_, index) => `data: tick ${index}\n\n`).join(''),
)

/** A cassette with everything that a page has to show. */
export const golden: Cassette = {
  version: 2,
  interactions: [created, fitted(streamed, 1), hostile, empty, { ...long, id: 4 }],
}

/** The same with chunks that add up. */
function fitted({ request, response }: Interaction, id: number): Interaction {
  const length = Buffer.byteLength(response.body)
  const chunks = (response.chunks ?? []).map((chunk, index, all) =>
    index === all.length - 1 ? { ...chunk, bytes: length - 397 } : chunk,
  )
  return {
    id,
    request: { ...request, method: 'POST', url: 'https://api.anthropic.com/v1/messages' },
    response: { ...response, chunks },
  }
}
