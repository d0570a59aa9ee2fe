import { expect, test } from 'vitest'
import { parseFault } from '../../src/core/fault.ts'

test.each([
  ['reset', { kind: 'reset', afterChunks: undefined }],
  ['reset@chunk:3', { kind: 'reset', afterChunks: 3 }],
  [' stall@chunk:0 ', { kind: 'stall', afterChunks: 0 }],
  ['stall', { kind: 'stall', afterChunks: undefined }],
  ['status:503', { kind: 'status', code: 503, headers: [] }],
  [
    'status:429;retry-after=2; x-why=too = many',
    {
      kind: 'status',
      code: 429,
      headers: [
        ['retry-after', '2'],
        ['x-why', 'too = many'],
      ],
    },
  ],
  ['truncate', { kind: 'truncate' }],
  ['slow:10x', { kind: 'slow', times: 10 }],
  ['slow:0.5', { kind: 'slow', times: 0.5 }],
] as const)('%s is a fault', (text, fault) => {
  expect(parseFault(text, '--fault')).toEqual(fault)
})

test.each([
  '',
  'explode',
  'reset@chunk:-1',
  'reset@chunk:',
  'status:99',
  'status:999',
  'status:429;retry after=2',
  'status:429;x=a\r\nb',
  'slow:0',
  'slow:x',
])('%j is none', (text) => {
  expect(() => parseFault(text, '--fault')).toThrow(
    `--fault is ${JSON.stringify(text)}, which is no fault. Faults are reset, reset@chunk:3,`,
  )
})
