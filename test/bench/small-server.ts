import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A service in a process of its own: small JSON at every path, and so many bytes at /bytes/COUNT.
const item = Buffer.from(JSON.stringify({ object: 'item', description: 'An answer. '.repeat(18) }))
const noise = Buffer.from(
  Uint8Array.from({ length: 65_536 }, (_, index) => (index * 2_654_435_761) >>> 24),
)

const server = createServer((request, response) => {
  const [, count] = /^\/bytes\/(\d+)/.exec(request.url ?? '') ?? []
  if (count === undefined) {
    const headers = { 'content-type': 'application/json', 'content-length': item.length }
    response.writeHead(200, headers).end(item)
    return
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': count })
  let left = Number(count)
  const fill = (): void => {
    for (; left > 0; left -= noise.length) {
      if (response.write(left < noise.length ? noise.subarray(0, left) : noise)) continue
      left -= noise.length
      return void response.once('drain', fill)
    }
    response.end()
  }
  fill()
})
// Nobody closes a connection that the client is about to use again.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('disconnect', () => process.exit())
