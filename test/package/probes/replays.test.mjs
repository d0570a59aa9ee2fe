// A stranger's test: the cassette that wiretape brings, replayed through the fixture of wiretape/vitest.
import { copyFileSync, mkdirSync } from 'node:fs'
import { expect, fixture, test } from 'wiretape/vitest'

mkdirSync('cassettes', { recursive: true })
copyFileSync('node_modules/wiretape/cassettes/simple_streaming.yaml', 'cassettes/streaming.yaml')

test('a recorded stream can be read', async () => {
  const text = await fixture('streaming').response().text()

  expect(text).toContain('data:')
})
