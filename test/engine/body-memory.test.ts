import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import { describe, expect } from 'vitest'
import { BodyMemory } from '../../src/engine/body-memory.ts'
import { BodyTaker } from '../../src/engine/body-taker.ts'
import type { Scratch } from '../../src/engine/disk.ts'
import { fileStore } from '../../src/engine/store.ts'
import { Recording } from '../../src/engine/recording.ts'
import { requestTo } from '../support/drive.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { test as base } from '../support/test.ts'

const piece = 65_536

/** A scratch that remembers what was written to it, and whether it was closed. */
interface Watched extends Scratch {
  readonly written: Uint8Array[]
  isClosed: boolean
}

interface Fixtures {
  /** Memory for two pieces, then the disk. */
  readonly memory: BodyMemory
  readonly scratches: Watched[]
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern
  scratches: async ({}, use) => use([]),
  memory: async ({ folder, scratches }, use) => {
    const open = (): Scratch => {
      const scratch = fileStore.scratch(folder)
      const watched: Watched = {
        written: [],
        isClosed: false,
        length: 0,
        read: (from, to) => scratch.read(from, to),
        append(emit) {
          scratch.append((write) =>
            emit((bytes) => {
              watched.written.push(bytes)
              write(bytes)
            }),
          )
        },
        close() {
          watched.isClosed = true
          scratch.close()
        },
      }
      scratches.push(watched)
      return watched
    }
    await use(new BodyMemory(open, 2 * piece))
  },
})

describe('bodies that are on their way', () => {
  test('stay in memory while there is room', ({ memory, scratches }) => {
    const pile = memory.pile()
    pile.add(randomBytes(piece), 0, true)
    pile.add(randomBytes(piece), 1, true)

    expect([scratches.length, memory.held]).toEqual([0, 2 * piece])
  })

  test('go to the disk where there is none, and come back as they were', ({
    memory,
    scratches,
    folder,
  }) => {
    const [one, other] = [memory.pile(), memory.pile()]
    const pieces = Array.from({ length: 40 }, (_, index) => randomBytes(piece - index))
    for (const [at, bytes] of pieces.entries()) {
      one.add(bytes, at, true)
      other.add(randomBytes(7), at, true)
    }

    expect(memory.held).toBeLessThanOrEqual(3 * piece)
    expect(readdirSync(folder)).toEqual([])
    expect(one.chunks.map(({ bytes, at }) => [bytes, at])).toEqual(
      pieces.map((bytes, at) => [bytes.length, at]),
    )
    expect(Buffer.compare(one.take(), Buffer.concat(pieces))).toBe(0)
    other.drop()
    expect(memory.held).toBe(0)
    expect(scratches.map(({ isClosed }) => isClosed)).toEqual([true])
  })

  test('stand there encrypted, each in its own way', ({ memory, scratches }) => {
    const secret = Buffer.alloc(piece, 'top secret ')
    for (const pile of [memory.pile(), memory.pile()]) {
      for (let at = 0; at < 3; at++) pile.add(secret, at, true)
    }

    const written = scratches.map((scratch) => Buffer.concat(scratch.written))
    expect(written).toHaveLength(2)
    for (const bytes of written) expect(bytes.includes('secret')).toBe(false)
    expect(Buffer.compare(written[0]!.subarray(0, piece), written[1]!.subarray(0, piece))).not.toBe(
      0,
    )
  })

  test('lose their codings there, too', ({ memory, scratches }) => {
    const text = randomBytes(300_000).toString('hex')
    const coded = gzipSync(text)
    const taker = new BodyTaker('gzip', 10 * text.length, memory)
    for (let at = 0; at < coded.length; at += 10_000)
      taker.take(coded.subarray(at, at + 10_000), at)

    expect(taker.finish(true, 0)).toMatchObject({ body: text, isDecoded: true })
    expect(scratches.length).toBeGreaterThan(1)
    expect(memory.held).toBe(0)
  })

  test('that turn out too large let go of their memory and files', ({ memory, scratches }) => {
    const taker = new BodyTaker(undefined, 5 * piece, memory)
    for (let at = 0; at < 6; at++) taker.take(randomBytes(piece), at)

    expect(taker.finish(true, 0)).toMatchObject({ body: '', isTooLarge: true })
    expect([memory.held, scratches.every(({ isClosed }) => isClosed)]).toEqual([0, true])
  })
})

test('where the disk has no room for them the body passes on, and the end says why', ({
  folder,
}) => {
  const full = new BodyMemory(() => fileStore.scratch(`${folder}/none/\0`), 0)
  const taker = new BodyTaker(undefined, 10 * piece, full)
  taker.take(randomBytes(piece), 0)
  taker.take(randomBytes(piece), 1)

  expect(() => taker.finish(true, 0)).toThrow(/Cannot write/)
  expect(full.held).toBe(0)
})

test('a request that fails on the way gives its memory back', () => {
  const memory = new BodyMemory()
  const recording = new Recording(requestTo({ url: 'http://a/', body: undefined }), {
    clock: new ManualClock(),
    maxBodyBytes: 10 * piece,
    memory,
    keep: () => {},
    fail: () => {},
    mocked: () => {},
  })
  recording.sent(randomBytes(piece))
  expect(memory.held).toBe(piece)
  recording.fail(new Error('refused'))

  expect(memory.held).toBe(0)
})
