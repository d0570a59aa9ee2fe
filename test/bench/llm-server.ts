import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A service in a process of its own that sends the stream of a language model, an event at a time.
const words = 'the quick brown fox jumps over a lazy dog, path/to/2024 (keys) and "quotes"'.split(
  ' ',
)
const events = Array.from({ length: 1_000 }, (_, index) => {
  const choices = [
    {
      index: 0,
      delta: { content: `${words[index % words.length]} ` },
      logprobs: null,
      finish_reason: null,
    },
  ]
  const id = 'chatcmpl-Bk0f3kAbCdEfGhIjKlMnOpQrStUv'
  const fingerprint = { service_tier: 'default', system_fingerprint: 'fp_07871e2ad8' }
  const data = {
    id,
    object: 'chat.completion.chunk',
    created: 1773346189,
    model: 'gpt-5',
    ...fingerprint,
    choices,
  }
  return `data: ${JSON.stringify(data)}\n\n`
})

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let next = 0
  const send = (): void => {
    if (next === events.length) return void response.end('data: [DONE]\n\n')
    response.write(events[next++])
    setImmediate(send)
  }
  send()
})
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`)
})
process.once('disconnect', () => process.exit())
