import { expect } from 'vitest'
import { test } from './suite.ts'

/** vitest in watch mode: runs all, does what the key `u` does, and runs all again as after a change. */
const drive = `
  import { writeFileSync } from 'node:fs'
  import { startVitest } from 'vitest/node'
  const vitest = await startVitest('test', [], { watch: true })
  writeFileSync('path.txt', '/changed')
  await vitest.rerunFiles()
  console.log('MISSED', vitest.state.getFailedFilepaths().length)
  await vitest.updateSnapshot()
  console.log('UPDATED', vitest.state.getFailedFilepaths().length)
  await vitest.rerunFiles()
  console.log('REPLAYED', vitest.state.getFailedFilepaths().length)
  await vitest.close()
`

test('in watch mode u records again what failed, and the next run replays it', async ({
  suite,
  server,
}) => {
  const ask = (path: string): string => `
    import { readFileSync } from 'node:fs'
    import { test } from 'vitest'
    test('asks', async () => { await fetch(process.env.UPSTREAM + ${path}) })
  `
  suite.write({
    'chat.test.js': ask(`readFileSync('path.txt', 'utf8')`),
    'other.test.js': ask(`'/other'`),
    'path.txt': '/first',
    'drive.mjs': drive,
  })

  const { text } = await suite.node('drive.mjs')

  expect(text.match(/(?:MISSED|UPDATED|REPLAYED) \d+/g)).toEqual([
    'MISSED 1',
    'UPDATED 0',
    'REPLAYED 0',
  ])
  expect(server.seen.map(({ url }) => url).sort()).toEqual(['/changed', '/first', '/other'])
  expect(suite.read('cassettes/chat.test/asks.yaml')).toContain('/changed')
})
