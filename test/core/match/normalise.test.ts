import { expect, test } from 'vitest'
import { knownKindOf, withKnownBody } from '../../../src/core/match/normalise.ts'
import { json, live, matcherOf, recorded } from './support.ts'

test.each([
  ['', 'text', 0],
  ['{}', 'json', 0],
  ['hello', 'text', 1],
  ['a=1', 'form', 1],
])('of %j as %s the headers are asked for %i times', (body, kind, times) => {
  let asked = 0
  const request = {
    ...live({ method: 'POST', body }),
    get headers() {
      asked += 1
      return {}
    },
  }
  const matcher = matcherOf()
  const normal = matcher.normalise(request)

  expect(matcher.compare(normal, matcher.normalise(live({ method: 'POST', body })))).toEqual([])
  expect(asked).toBe(0)

  expect(normal.body().kind).toBe(kind)
  expect(asked).toBe(times)
})

test('a body is made once', () => {
  const normal = matcherOf().normalise(live(json('{"a":1}')))

  expect(normal.body()).toBe(normal.body())
  expect(normal.bodyHash()).toBe(normal.body().hash)
})

test('many thousand URLs do not fill the memory, and are still told apart', () => {
  const { normalise } = matcherOf()
  const texts = Array.from(
    { length: 10_000 },
    (_, n) => normalise(live({ url: `https://a.example/${n}` })).url.text,
  )

  expect(new Set(texts).size).toBe(10_000)
  expect(normalise(live({ url: 'https://a.example/1' })).url.text).toBe(texts[1])
})

test.each([
  [0, '', 'text'],
  [-1, '', 'text'],
  [5, '', 'unknown'],
  [5, 'hello', 'text'],
])('a recorded body with length %i and text %j is of the kind %s', (contentLength, body, kind) => {
  const { request } = recorded({ method: 'POST', body, contentLength })

  expect(matcherOf().normalise(request).body().kind).toBe(kind)
})

test.each([
  ['large', 'x'.repeat(70_000), true],
  ['small', 'x', false],
  ['not read', undefined, false],
])('whether a body that is %s is heavy once it was made', (_, body, isHeavy) => {
  const normal = matcherOf().normalise({ ...live(), body })
  expect(normal.isHeavy).toBe(false)

  normal.body()

  expect(normal.isHeavy).toBe(isHeavy)
})

test('a request of whose body something is known is otherwise the same', () => {
  const normal = matcherOf().normalise(live({ method: 'post', url: 'https://a.example/1' }))

  const known = withKnownBody(normal, { hash: 7, kind: 'json' })

  expect([known.bodyHash(), knownKindOf(known), knownKindOf(normal)]).toEqual([
    7,
    'json',
    undefined,
  ])
  expect([known.method, known.url, known.headers(), known.body()]).toEqual([
    'POST',
    normal.url,
    normal.headers(),
    normal.body(),
  ])
})
