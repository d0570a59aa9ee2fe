import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { ManualClock, settled } from '../../support/manual-clock.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { sse, stream } from '../../support/loopback.ts'
import { headersOf } from '../../../src/core/headers.ts'
import { cassetteOf, recorded as anAnswer } from './recorded.ts'
import { test } from './servers.ts'

const seed = fileURLToPath(new URL('../../../cassettes/simple_streaming.yaml', import.meta.url))
const [recorded] = parseCassette(readFileSync(seed)).interactions
const asked = JSON.parse(
  String(recorded?.request.body),
) as OpenAI.ChatCompletionCreateParamsStreaming

const run = promisify(execFile)

test('the OpenAI client streams the seed: headers and deltas when they are due, then the usage', async ({
  replay,
}) => {
  const clock = new ManualClock()
  const { url } = await replay(seed, { speed: 'recorded', clock })
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none' })
  let hasHeaders = false
  const streaming = client.chat.completions.create(asked)
  void streaming.then(() => (hasHeaders = true))
  while (clock.pending === 0) await settled()

  await clock.wind(505)
  expect(hasHeaders).toBe(false)
  await clock.wind(1)
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of await streaming) chunks.push(chunk)

  const deltas = chunks.map(({ choices }) => choices[0]?.delta.content ?? '')
  expect(deltas.filter((delta) => delta !== '')).toEqual(['Olรก', '!'])
  expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 19, total_tokens: 112 })
})

test('the OpenAI client prints a miss, and does not try again', async ({ replay }) => {
  const server = await replay(seed)
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none' })

  const asking = client.chat.completions.create({ ...asked, model: 'other' })

  await expect(asking).rejects.toThrow(/424 No interaction[^]*\$\.model[^]*"openai\/gpt-5"/)
  expect(server.counts.missed).toBe(1)
})

test('the Anthropic client streams a recording, and does not try again where there is none', async ({
  replay,
}) => {
  const delta = (text: string) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text },
  })
  const start = { type: 'message_start', message: { id: 'm', role: 'assistant', content: [] } }
  const events = [start, delta('Hello, '), delta('world'), { type: 'message_stop' }]
  const body = events.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join('')
  const question = (content: string) => ({
    model: 'm',
    max_tokens: 9,
    stream: true as const,
    messages: [{ role: 'user' as const, content }],
  })
  const request = { method: 'POST', body: JSON.stringify(question('Who is there?')) }
  const headers = headersOf([['content-type', 'text/event-stream']])
  const server = await replay(
    cassetteOf(anAnswer('https://api.anthropic.com/v1/messages', { body, headers }, request)),
  )
  const client = new Anthropic({ baseURL: server.url, apiKey: 'none' })

  let text = ''
  for await (const event of await client.messages.create(question('Who is there?'))) {
    if (event.type === 'content_block_delta' && 'text' in event.delta) text += event.delta.text
  }

  expect(text).toBe('Hello, world')
  await expect(client.messages.create(question('Who?'))).rejects.toThrow(/424 .*wiretape_miss/s)
  expect(server.counts.missed).toBe(1)
})

test('the OpenAI client records through the proxy, and replays what it recorded', async ({
  server,
  proxy,
  replay,
  cassettePath,
}) => {
  const events = String(recorded?.response.body).split(/(?<=\n\n)/)
  server.reply(stream(events))
  const textFrom = async (url: string): Promise<string> => {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-a-secret-that-stays-here' })
    let text = ''
    for await (const { choices } of await client.chat.completions.create(asked)) {
      text += choices[0]?.delta.content ?? ''
    }
    return text
  }
  const running = await proxy({ upstream: server.url, cassette: cassettePath })
  const live = await textFrom(running.url)
  await running.close()
  await server.stop()

  expect(live).toBe('Olรก!')
  expect(await textFrom((await replay(cassettePath)).url)).toBe(live)
  expect(readFileSync(cassettePath, 'utf8')).not.toContain('stays-here')
})

test.skipIf(!(await has('curl')))(
  'curl records a stream and replays it',
  async ({ server, proxy, replay, cassettePath }) => {
    server.reply(stream(sse(5)))
    const curl = async (url: string): Promise<string> =>
      (await run('curl', ['-sSN', '--fail-with-body', '-d', '{"a":1}', url])).stdout
    const running = await proxy({ upstream: server.url, cassette: cassettePath })
    const live = await curl(running.url)
    await running.close()

    expect(live).toBe(sse(5).join(''))
    expect(loadCassette(cassettePath).interactions[0]?.request.body).toBe('{"a":1}')
    expect(await curl((await replay(cassettePath)).url)).toBe(live)
  },
)

async function has(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    () => true,
    () => false,
  )
}
