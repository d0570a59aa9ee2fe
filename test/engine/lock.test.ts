import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect } from 'vitest'
import { takeLock, takeLockNow } from '../../src/engine/lock.ts'
import { fileStore } from '../../src/engine/store.ts'
import { test } from '../support/test.ts'

const { platform } = process

afterEach(() => void Object.defineProperty(process, 'platform', { value: platform }))

// What other systems than Linux have works on Linux too.
describe.each([platform, 'darwin'])('on %s', (system) => {
  const ways = { takeLock, takeLockNow }

  for (const [first, take] of Object.entries(ways)) {
    for (const [second, takeAgain] of Object.entries(ways)) {
      test(`what ${first} holds ${second} does not get until it is released`, async ({
        cassettePath,
      }) => {
        Object.defineProperty(process, 'platform', { value: system })
        const again = async () => takeAgain(cassettePath, 'x.yaml', fileStore)
        const lock = await take(cassettePath, 'x.yaml', fileStore)

        await expect(again()).rejects.toThrow('Another recorder is recording to x.yaml.')
        lock.release()
        const next = await again()

        next.release()
      })
    }
  }
})

test.for(Object.entries({ takeLock, takeLockNow }))(
  '%s is not held back by the socket of a process that was killed',
  async ([, take], { cassettePath }) => {
    Object.defineProperty(process, 'platform', { value: 'darwin' })
    const hash = createHash('sha256').update(cassettePath).digest('hex').slice(0, 32)
    const address = join(tmpdir(), `wiretape-${hash}.sock`)
    const dying = `require('net').createServer().listen(${JSON.stringify(address)}, () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['-e', dying]).signal).toBe('SIGKILL')
    expect(existsSync(address)).toBe(true)

    const lock = await take(cassettePath, 'x.yaml', fileStore)

    lock.release()
  },
)
