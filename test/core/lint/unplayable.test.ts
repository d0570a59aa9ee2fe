import { expect, test } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { unplayableIn } from '../../../src/core/lint/unplayable.ts'
import type { RecordedRequest, RecordedResponse } from '../../../src/core/model.ts'
import { interaction } from '../../support/interactions.ts'

type Case = readonly [
  name: string,
  request: Partial<RecordedRequest>,
  response: Partial<RecordedResponse>,
  found: readonly (readonly [place: string, code: string, level: string])[],
]

test.each<Case>([
  ['what was recorded', {}, {}, []],
  ['a code that HTTP/1 may have', {}, { code: 999, status: '999 Own' }, []],
  ['a status without a number', {}, { code: 200, status: 'OK' }, []],
  ['a code that is none', {}, { code: 20, status: '' }, [['response.code', 'unplayable', 'error']]],
  [
    'a code that was changed, and not its status',
    {},
    { code: 500, status: '200 OK' },
    [['response.status', 'status', 'warning']],
  ],
  ['a path', { url: '/v1' }, {}, [['request.url', 'unplayable', 'warning']]],
  ['a host that is none', { url: 'http://a b/' }, {}, [['request.url', 'unplayable', 'warning']]],
  [
    'a field whose name has a blank',
    {},
    { headers: headersOf([['x a', '1']]) },
    [['response.headers.x a', 'unplayable', 'warning']],
  ],
])('%s', (_name, request, response, expected) => {
  const found = unplayableIn(interaction({ request, response }))

  expect(found.map(({ place, code, level }) => [place, code, level])).toEqual(expected)
  expect(found.every(({ message }) => message.endsWith('.'))).toBe(true)
})
