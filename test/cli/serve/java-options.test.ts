import { expect, test } from 'vitest'
import { proxyProperties, withProperties } from '../../../src/cli/serve/java-options.ts'

test.each([
  [undefined, '-Da=1 -Db='],
  ['', '-Da=1 -Db='],
  [' -Xmx1g ', '-Xmx1g -Da=1 -Db='],
  ['-Da=2', '-Da=2 -Da=1 -Db='],
])('behind the options %o stand ours, so that they hold', (options, expected) => {
  expect(withProperties(options, { a: '1', b: '' })).toBe(expected)
})

test.each([
  ['/tmp/a', '-Dfile=/tmp/a'],
  ['/tmp/a b', '"-Dfile=/tmp/a b"'],
  [`/tmp/a'b`, `"-Dfile=/tmp/a'b"`],
  ['/tmp/a"b', `'-Dfile=/tmp/a"b'`],
])('the value %s is one word', (file, expected) => {
  expect(withProperties(undefined, { file })).toBe(expected)
})

test('a proxy is for HTTP and HTTPS, and for this machine, too', () => {
  expect(proxyProperties('http://user:secret@127.0.0.1:8080')).toEqual({
    'http.proxyHost': '127.0.0.1',
    'http.proxyPort': '8080',
    'https.proxyHost': '127.0.0.1',
    'https.proxyPort': '8080',
    'http.nonProxyHosts': '',
  })
})
