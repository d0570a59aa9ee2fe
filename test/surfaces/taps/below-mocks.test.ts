import { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isBelowMocks } from '../../../src/surfaces/taps/below-mocks.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const restore of undo.splice(0).toReversed()) restore()
})

/** Listens as msw 3 and nock 15 do: each connection that is made from now on has the mark. */
function listen(mark: symbol): void {
  const connect = Reflect.get(Socket.prototype, 'connect') as (...given: unknown[]) => unknown
  Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...given: unknown[]) {
    Reflect.set(this, mark, true)
    return Reflect.apply(connect, this, given)
  })
  undo.push(() => void Reflect.set(Socket.prototype, 'connect', connect))
}

function connection(...marks: readonly symbol[]): Socket {
  return Object.assign(new Socket(), Object.fromEntries(marks.map((mark) => [mark, true])))
}

test('mocks see a connection where all that listen now saw it made', () => {
  const [msw, nock] = [Symbol('kPatched'), Symbol('kPatched')]
  const before = isBelowMocks(connection(msw))
  listen(msw)
  const one = [connection(), connection(nock), connection(msw)].map(isBelowMocks)
  listen(nock)
  const both = [connection(msw), connection(msw, nock)].map(isBelowMocks)
  for (const restore of undo.splice(0).toReversed()) restore()

  expect({ before, one, both, after: isBelowMocks(connection(msw, nock)) }).toEqual({
    before: false,
    one: [false, false, true],
    both: [false, true],
    after: false,
  })
})
