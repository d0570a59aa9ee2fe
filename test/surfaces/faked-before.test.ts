import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { fileOf, recorded } from './server/recorded.ts'

const url = 'http://a.test/'
const body = 'data: 1\n\ndata: 2\n\n'

// jest's `fakeTimers: { enableGlobally: true }`: what the global object has is fake before a test file imports anything.
test('timers that were faked before wiretape was loaded hold up nothing', () => {
  const index = new URL('../../dist/index.js', import.meta.url).href
  const cassette = fileOf(
    recorded(url, { body, headers: { 'Content-Type': ['text/event-stream'] } }),
  )
  const program = `
    import http from 'node:http'
    import { text } from 'node:stream/consumers'
    const never = () => {}
    Object.defineProperty(globalThis, 'performance', { value: { now: () => 0 } })
    Object.assign(globalThis, { setTimeout: never, setImmediate: never, queueMicrotask: never })
    const { Recorder, parseCassette, recordedFetch } = await import(${JSON.stringify(index)})
    const cassette = parseCassette(${JSON.stringify(Buffer.from(cassette).toString())})
    for (const speed of ['instant', 'recorded']) {
      const recorder = Recorder.of(cassette, { repeats: 'last', speed })
      const reader = (await recordedFetch(recorder)('${url}')).body.getReader()
      let told = ''
      for (let read; !(read = await reader.read()).done;) told += Buffer.from(read.value)
      recorder.install()
      told += await new Promise((resolve, reject) =>
        http.get('${url}', (response) => resolve(text(response))).on('error', reject))
      recorder.uninstall()
      process.stdout.write(speed + ' ' + JSON.stringify(told) + ' ')
    }`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
    input: program,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toBe(
    ['instant', 'recorded'].map((speed) => `${speed} ${JSON.stringify(body + body)} `).join(''),
  )
})
