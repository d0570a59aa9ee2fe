import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect } from 'vitest'
import type { AnswerReport } from '../../../src/surfaces/server.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'

function frame(type: number, flags: number, stream: number, payload: readonly number[]): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, Buffer.from(payload)])
}

/** A client of HTTP/2 that takes as much as it is sent: GET https://localhost/. */
const greedy = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  frame(4, 0, 0, [0, 4, 0x7f, 0xff, 0xff, 0xff]),
  frame(8, 0, 0, [0x7f, 0, 0, 0]),
  frame(1, 5, 1, [0x82, 0x87, 0x84, 0x41, 9, ...Buffer.from('localhost')]),
])

test('a client of HTTP/2 over TLS that leaves what it did not read ends its answer', async ({
  replay,
}) => {
  const bytes = 1_048_576
  const chunks = Array.from({ length: 64 }, (_, index) => ({ bytes, at: index }))
  const body = 'x'.repeat(64 * bytes)
  let told = (_report: AnswerReport): void => {}
  const answered = new Promise<AnswerReport>((resolve) => (told = resolve))
  const large = cassetteOf(recorded('https://localhost/', { body, chunks }))
  const server = await replay(large, { tls: 'own', onAnswer: (report) => told(report) })
  const client = connect({ port: server.port, ca: server.certificate, ALPNProtocols: ['h2'] })
  await once(client, 'secureConnect')
  client.write(greedy)
  // It reads no more than this.
  await once(client, 'readable')
  client.destroy()

  const report = await answered

  expect([report.isWhole, report.bytes < body.length]).toEqual([false, true])
  expect(server.open).toBe(0)
})
