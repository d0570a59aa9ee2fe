import { expect, test } from 'vitest'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../support/cassette-text.ts'

const version1 = (text: string) =>
  text.replace('version: 2', 'version: 1').replaceAll(/ +proto.*\n/g, '')

test('version 1 is completed: HTTP/1.1, and the length of the body that was kept', () => {
  const text = version1(cassetteText('    body: é\n', '    body: ok!\n'))
  const [interaction] = parseCassette(text).interactions

  expect(interaction?.request).toMatchObject({ proto: 'HTTP/1.1', protoMajor: 1, contentLength: 2 })
  expect(interaction?.response).toMatchObject({ protoMinor: 1, contentLength: 3 })
})

test('what a file of version 1 does say is kept', () => {
  const text = version1(cassetteText()).replaceAll(
    '    content_length',
    '    proto: HTTP/2.0\n    content_length',
  )
  const [interaction] = parseCassette(text).interactions

  expect(interaction?.request).toMatchObject({ proto: 'HTTP/2.0', protoMajor: 0 })
  expect(interaction?.response).toMatchObject({ proto: 'HTTP/2.0', contentLength: 2 })
})
