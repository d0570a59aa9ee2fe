import { expect, test } from 'vitest'
import { distanceOf } from '../../../../src/core/match/explain/distance.ts'
import { matcherOf, json, live, recorded, type Said } from '../support.ts'

const distance = (actual: Said, record: Said): number => {
  const matcher = matcherOf({ matchOn: ['method', 'url', 'headers', 'body'] })
  return distanceOf(
    matcher.compare(matcher.normalise(live(actual)), matcher.normalise(recorded(record).request)),
  )
}

test('the same request is at no distance', () => {
  expect(distance({}, {})).toBe(0)
})

test.each<[what: string, actual: Said, nearer: Said, farther: Said]>([
  [
    'a body over a path',
    json({ a: 1 }, { url: 'https://a/x' }),
    json({ a: 2 }, { url: 'https://a/x' }),
    json({ a: 1 }, { url: 'https://a/y' }),
  ],
  ['a path over a host', { url: 'https://a/x' }, { url: 'https://a/y' }, { url: 'https://b/x' }],
  [
    'a path that goes on over another path',
    { url: 'https://a/v1/x' },
    { url: 'https://a/v1/x/1' },
    { url: 'https://a/v2/y' },
  ],
  [
    'a little more over much more',
    { url: 'https://a/v1' },
    { url: 'https://a/v1/x' },
    { url: 'https://a/v1/x/y/z/1' },
  ],
  [
    'a segment over all segments',
    { url: 'https://a/v1/x/1' },
    { url: 'https://a/v1/x/2' },
    { url: 'https://a/v2/y/1' },
  ],
  [
    'the query over the method',
    { url: 'https://a/?q=1' },
    { url: 'https://a/?q=2' },
    { url: 'https://a/?q=1', method: 'PUT' },
  ],
  [
    'a method over a host',
    { url: 'https://a/' },
    { url: 'https://a/', method: 'PUT' },
    { url: 'https://b/' },
  ],
  ['one value over two', json({ a: 1, b: 1 }), json({ a: 1, b: 2 }), json({ a: 2, b: 2 })],
  ['a value over the whole body', json({ a: 1 }), json({ a: 2 }), json('[]')],
  [
    'many values over a path',
    json({ a: Array.from({ length: 50 }, () => 1) }, { url: 'https://a/x' }),
    json({ a: Array.from({ length: 50 }, () => 2) }, { url: 'https://a/x' }),
    json({ a: [] }, { url: 'https://a/y' }),
  ],
  [
    'a scheme over a query',
    { url: 'https://a/?q=1&r=1' },
    { url: 'http://a/?q=1&r=1' },
    { url: 'https://a/?q=2&r=2' },
  ],
])('%s', (_, actual, nearer, farther) => {
  expect(distance(actual, nearer)).toBeGreaterThan(0)
  expect(distance(actual, nearer)).toBeLessThan(distance(actual, farther))
})
