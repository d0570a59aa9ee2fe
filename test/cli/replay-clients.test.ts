import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { eventStream } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { node, runBin } from './bin.ts'

// Three events, far enough apart that they do not arrive together.
const events = ['data: one\n\n', 'data: two\n\n', 'data: [DONE]\n\n']
const recorded = eventStream(events.join(''), {
  chunks: events.map(({ length: bytes }, nth) => ({ bytes, at: nth * 150e6 })),
})
const cassette = stringifyCassette({
  version: 2,
  interactions: [
    { ...recorded, request: { ...recorded.request, url: 'https://api.example.com/stream' } },
  ],
})

const has = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args).status === 0

const curl = 'curl -sSN --no-progress-meter "$WIRETAPE_URL/stream"'
const urllib = `
import os, urllib.request
response = urllib.request.urlopen(os.environ['WIRETAPE_URL'] + '/stream')
for piece in iter(lambda: response.read1(4096), b''): print(piece.decode(), end='|')
`
const requests = `
import os, requests
response = requests.get(os.environ['WIRETAPE_URL'] + '/stream', stream=True)
for piece in response.iter_content(None): print(piece.decode(), end='|')
`
const fetches = `
const response = await fetch(process.env.WIRETAPE_URL + '/stream')
for await (const piece of response.body) process.stdout.write(Buffer.from(piece) + '|')
`
const goProgram = fileURLToPath(new URL('clients/stream.go', import.meta.url))

const clients = [
  ['curl', has('curl', '--version'), ['sh', '-c', curl]],
  ['urllib of Python', has('python3', '--version'), ['python3', '-c', urllib]],
  ['requests of Python', has('python3', '-c', 'import requests'), ['python3', '-c', requests]],
  ['net/http of Go', has('go', 'version'), ['go', 'run', goProgram]],
  ['fetch of Node', true, node(fetches)],
] as const

beforeAll(() => {
  // Builds what the Go program needs, once: not while a server waits for it.
  if (has('go', 'version')) spawnSync('go', ['build', '-o', '/dev/null', goProgram])
}, 120_000)

describe.for(['HTTP', 'HTTPS'])('over %s, to a wrapped', (protocol) => {
  test.for(clients)(
    '%s, a stream is played chunk by chunk',
    { timeout: 30_000 },
    async ([name, isHere, command], { cassettePath, skip }) => {
      skip(!isHere, `there is no ${name}`)
      await writeFile(cassettePath, cassette)
      const flags = protocol === 'HTTPS' ? ['--https'] : []

      const ran = await runBin(['replay', cassettePath, ...flags, '--', ...command])

      expect(ran.code).toBe(0)
      const pieces = ran.stdout.split('|').filter((piece) => piece !== '')
      expect(pieces.join('')).toBe(events.join(''))
      // A busy machine may let two of them arrive together, not all.
      if (name !== 'curl') expect(pieces.length).toBeGreaterThan(1)
      expect(ran.stderr).toMatch(/^wiretape: 1 played$/m)
    },
  )
})
