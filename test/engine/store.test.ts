import { spawnSync } from 'node:child_process'
import { constants } from 'node:buffer'
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { Recorder } from '../../src/engine/recorder.ts'
import { fileStore } from '../../src/engine/store.ts'
import { test } from '../support/test.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('a file that is not there is nothing, and one below a file neither', ({ folder }) => {
  writeFileSync(join(folder, 'file'), '')

  expect(fileStore.read(join(folder, 'none'))).toBeUndefined()
  expect(fileStore.read(join(folder, 'file', 'none'))).toBeUndefined()
  expect(fileStore.stamp(join(folder, 'none'))).toBeUndefined()
})

test('what is no regular file is not replaced', async ({ folder, skip }) => {
  const pipe = join(folder, 'pipe')
  skip(spawnSync('mkfifo', [pipe]).status !== 0, 'no pipe can be made here')
  const message = `${pipe} is no regular file: it is left as it is.\nName another for the cassette.`

  expect(() => fileStore.replace(pipe, [bytes('x')])).toThrow(message)
  await expect(Recorder.open(pipe, { mode: 'record' })).rejects.toThrow(message)
  await expect(Recorder.open(pipe, { mode: 'new-episodes' })).rejects.toThrow(message)
  expect(statSync(pipe).isFIFO()).toBe(true)
  expect(readdirSync(folder)).toEqual(['pipe'])
})

test.for(['read', 'stamp', 'list', 'ownership', 'realPath'] as const)(
  'where a file cannot be found the system’s reason is told by %s',
  (ask, { folder }) => {
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'))
    const file = join(folder, 'loop.yaml', 'a.yaml')

    expect(() => fileStore[ask](file)).toThrow(
      expect.objectContaining({ code: 'CASSETTE_STORE', file, cause: expect.any(Error) }),
    )
  },
)

test('a replaced file has its new bytes, its old mode, and nothing beside it', ({ folder }) => {
  const file = join(folder, 'made', 'a.yaml')
  fileStore.replace(file, [bytes('old')])
  chmodSync(file, 0o640)
  fileStore.replace(file, [bytes('one '), bytes('two')])

  expect(readFileSync(file, 'utf8')).toBe('one two')
  expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(readdirSync(join(folder, 'made'))).toEqual(['a.yaml'])
})

test('a folder is removed with what is in it, and none is no mistake', ({ folder }) => {
  const made = join(folder, 'made')
  fileStore.replace(join(made, 'a.pem'), [bytes('new')])

  fileStore.removeFolder(made)
  fileStore.removeFolder(made)

  expect(fileStore.list(made)).toBeUndefined()
})

test('an empty folder is removed, one that holds something stays', ({ folder }) => {
  const made = join(folder, 'made')
  mkdirSync(join(made, 'empty'), { recursive: true })

  expect(() => fileStore.removeEmptyFolder(made)).toThrow(
    expect.objectContaining({ code: 'CASSETTE_STORE', file: made }),
  )
  fileStore.removeEmptyFolder(join(made, 'empty'))

  expect(readdirSync(made)).toEqual([])
})

test('when the new bytes cannot be made, the old file stands and nothing is left', ({ folder }) => {
  const file = join(folder, 'a.yaml')
  writeFileSync(file, 'old')
  function* broken(): Generator<Uint8Array> {
    yield bytes('half')
    throw new RangeError('no more')
  }

  expect(() => fileStore.replace(file, broken())).toThrow('no more')
  expect(readFileSync(file, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['a.yaml'])
})

test.skipIf(constants.MAX_LENGTH > 2 ** 33)(
  'a file that this Node cannot hold in one piece is told as that',
  ({ folder }) => {
    const file = join(folder, 'a.yaml')
    writeFileSync(file, '')
    // Nothing of it is on the disk.
    truncateSync(file, constants.MAX_LENGTH + 1)

    expect(() => fileStore.read(file)).toThrow(
      `Cannot read ${file}: it has 4097 MiB, and this Node holds 4096 MiB in one piece.\n` +
        'Read it with Node 22 or newer, or record to several cassettes.',
    )
  },
)

test('what an appender cannot write whole leaves nothing, and what follows stands in its place', ({
  folder,
}) => {
  const file = join(folder, 'a.partial')
  const appender = fileStore.append(file, 0)
  const large = new Uint8Array(300_000).fill(0x61)
  appender.append((write) => write(bytes('one ')))

  for (const written of [bytes('half'), large]) {
    const append = (): void =>
      appender.append((write) => {
        write(written)
        throw new RangeError('no more')
      })
    expect(append).toThrow('no more')
  }
  appender.append((write) => {
    write(bytes('two '))
    write(large)
    write(bytes(' end'))
  })
  appender.close()

  expect(readFileSync(file, 'latin1') === `one two ${'a'.repeat(300_000)} end`).toBe(true)
})

test('an appender cuts what stood behind its start', ({ folder }) => {
  const file = join(folder, 'made', 'a.partial')
  mkdirSync(join(folder, 'made'))
  writeFileSync(file, 'whole torn')
  const appender = fileStore.append(file, 6)
  appender.append((write) => write(bytes('new ')))
  appender.append((write) => write(bytes('end')))
  appender.close()

  expect(readFileSync(file, 'utf8')).toBe('whole new end')
})

test.for([
  ['small', [3, 4, 5]],
  ['large', [300_000, 400_000]],
  ['mixed', [3, 300_000, 4, 262_144, 5, 262_140]],
] as const)(
  '%s pieces stand behind each other in the order they came',
  ([, lengths], { folder }) => {
    const pieces = lengths.map((length, index) => Buffer.alloc(length, `${index}`))
    const appender = fileStore.append(join(folder, 'a.partial'), 0)
    appender.append((write) => pieces.forEach(write))
    appender.close()
    fileStore.replace(join(folder, 'a.yaml'), pieces)

    const whole = Buffer.concat(pieces)
    expect(readFileSync(join(folder, 'a.partial')).equals(whole)).toBe(true)
    expect(readFileSync(join(folder, 'a.yaml')).equals(whole)).toBe(true)
  },
)

describe('the real path', () => {
  test('of a link whose target does not exist yet', ({ folder }) => {
    symlinkSync(join('sub', 'a.yaml'), join(folder, 'link'))

    expect(fileStore.realPath(join(folder, 'link'))).toBe(
      join(fileStore.realPath(folder), 'sub', 'a.yaml'),
    )
  })

  test('of a file below a linked folder', ({ folder }) => {
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'linked'))

    expect(fileStore.realPath(join(folder, 'linked', 'a.yaml'))).toBe(
      join(fileStore.realPath(folder), 'real', 'a.yaml'),
    )
  })
})

test('what cannot be written is told with its reason and the remedy', ({ folder }) => {
  writeFileSync(join(folder, 'file'), '')
  const file = join(folder, 'file', 'a.yaml')

  expect(() => fileStore.replace(file, [])).toThrow(
    expect.objectContaining({
      code: 'CASSETTE_STORE',
      message: expect.stringContaining(`Cannot write ${file}: E`),
    }),
  )
  expect(() => fileStore.append(file, 0)).toThrow('Cannot write')
})
