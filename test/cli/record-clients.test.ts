import { spawnSync } from 'node:child_process'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { loadCassette } from '../support/load-cassette.ts'
import { authority } from '../support/secure.ts'
import { test as base } from '../support/test.ts'
import { runBin } from './bin.ts'

const name = 'api.example.test'
const deltas = ['Hel', 'lo', '!']
const answer = deltas
  .map((content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`)
  .concat('data: [DONE]\n\n')

/** vitest's test with the port of a service of HTTPS, which has a name that is none of this machine's. */
const test = base.extend<{ readonly port: number }>({
  // oxlint-disable-next-line no-empty-pattern
  port: async ({}, use) => {
    const { cert, key } = await authority.leafFor(name)
    const tls = { cert: String(cert), key: String(key) }
    const server = https.createServer(tls, (request, response) => {
      request.resume().once('end', () => {
        if (request.url === '/ask') return response.end(`asked of ${request.headers.host}`)
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const event of answer) response.write(event)
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use((server.address() as AddressInfo).port)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

const has = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args).status === 0
const goProgram = fileURLToPath(new URL('clients/ask.go', import.meta.url))

/** Another Python may have packages that the first one has not. */
const python = process.env['WIRETAPE_PYTHON'] ?? 'python3'
const openai = `
import sys
from openai import OpenAI
client = OpenAI(base_url=sys.argv[1] + '/v1', api_key='sk-wiretape-0123456789-nobodys')
question = [{'role': 'user', 'content': 'hello'}]
for event in client.chat.completions.create(model='m', messages=question, stream=True):
    print(event.choices[0].delta.content, end='|')
`

const forwarded = (file: string, port: number): string[] => [
  'record',
  '-c',
  file,
  '--insecure',
  '--resolve',
  `${name}:${port}:127.0.0.1`,
  '--',
]

test.skipIf(!has('go', 'version'))(
  'net/http of Go is recorded over HTTPS, without a change to it',
  { timeout: 120_000 },
  async ({ port, cassettePath }) => {
    const url = `https://${name}:${port}/ask`

    const ran = await runBin([...forwarded(cassettePath, port), 'go', 'run', goProgram, url])

    expect(ran).toMatchObject({ code: 0, stdout: `asked of ${name}:${port}` })
    const asked = loadCassette(cassettePath).interactions.map(({ request }) => request)
    expect(asked).toMatchObject([{ method: 'POST', url, body: 'a=1' }])
  },
)

test('the OpenAI client of Python is recorded, its stream and not its key', async ({
  port,
  cassettePath,
  skip,
}) => {
  skip(!has(python, '-c', 'import openai'), 'the openai package of Python is not here')
  const command = [python, '-c', openai, `https://${name}:${port}`]

  const ran = await runBin([...forwarded(cassettePath, port), ...command])

  expect(ran).toMatchObject({ code: 0, stdout: `${deltas.join('|')}|` })
  const [only] = loadCassette(cassettePath).interactions
  expect(only?.request.url).toBe(`https://${name}:${port}/v1/chat/completions`)
  expect(only?.response.body).toBe(answer.join(''))
  expect(JSON.stringify(only)).not.toContain('nobodys')

  // Once more, from the cassette alone.
  const played = await runBin(['replay', cassettePath, '--', ...command])
  expect(played).toMatchObject({ code: 0, stdout: `${deltas.join('|')}|` })
})

const java = fileURLToPath(new URL('clients/Ask.java', import.meta.url))
const php = `
$curl = curl_init($argv[1]);
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_POSTFIELDS => 'a=1']);
echo curl_exec($curl), curl_error($curl);
`
const perl = `
print LWP::UserAgent->new->post($ARGV[0], Content => 'a=1')->content;
`

// None of them finds a proxy or certificates where the others do.
test.for([
  ['Java', has('java', '--version'), ['java', java], 2],
  ['curl in PHP', has('php', '--ri', 'curl'), ['php', '-r', php, '--'], 1],
  ['LWP of Perl', has('perl', '-MLWP::Protocol::https', '-e1'), ['perl', '-MLWP', '-e', perl], 1],
  ['wget', has('wget', '--version'), ['wget', '-qO-', '--post-data', 'a=1'], 1],
] as const)(
  '%s is recorded over HTTPS and played again, without a change to it',
  { timeout: 60_000 },
  async ([client, isHere, program, times], { port, cassettePath, skip }) => {
    skip(!isHere, `there is no ${client}`)
    const url = `https://${name}:${port}/ask`
    const command = [...program, url]

    const ran = await runBin([...forwarded(cassettePath, port), ...command])
    const played = await runBin(['replay', cassettePath, '--', ...command])

    expect(ran.stdout.trim().split('\n')).toEqual(Array(times).fill(`asked of ${name}:${port}`))
    expect(played).toMatchObject({ code: 0, stdout: ran.stdout })
    const [asked] = loadCassette(cassettePath).interactions
    expect(asked?.request).toMatchObject({ method: 'POST', url, body: 'a=1' })
  },
)
