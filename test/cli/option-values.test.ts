import { expect, test } from 'vitest'
import {
  byteSize,
  list,
  milliseconds,
  paceValue,
  portNumber,
  speedValue,
  wholeNumber,
} from '../../src/cli/option-values.ts'

const mebibyte = 1_048_576

test.each<[(text: string) => unknown, string, unknown]>([
  [wholeNumber, '12', 12],
  [portNumber, '65535', 65_535],
  [list, 'method, url', ['method', 'url']],
  [speedValue, 'recorded', 'recorded'],
  [speedValue, 'instant', 'instant'],
  [speedValue, '0.5', 0.5],
  [speedValue, '2x', 2],
  [milliseconds, '500ms', 500],
  [milliseconds, '1.5s', 1_500],
  [milliseconds, '250', 250],
  [milliseconds, '0', 0],
  [paceValue, '50/s', { eventsPerSecond: 50 }],
  [paceValue, '2.5', { eventsPerSecond: 2.5 }],
  [byteSize, '64MiB', 64 * mebibyte],
  [byteSize, '64m', 64 * mebibyte],
  [byteSize, '10kb', 10_240],
  [byteSize, '0', 0],
])('%o reads %s', (read, text, value) => {
  expect(read(text)).toEqual(value)
})

test.each<[(text: string) => unknown, string]>([
  [wholeNumber, '-1'],
  [wholeNumber, '1e3'],
  [portNumber, '65536'],
  [speedValue, 'fast'],
  [speedValue, '-1'],
  [speedValue, ''],
  [milliseconds, '-5ms'],
  [milliseconds, '5 ms'],
  [paceValue, '0/s'],
  [byteSize, '257MiB'],
  [byteSize, '1TB'],
  [byteSize, ''],
])('%o does not read %j', (read, text) => {
  expect(() => read(text)).toThrow(/^It is /)
})
