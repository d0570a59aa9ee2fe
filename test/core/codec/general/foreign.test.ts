import { expect, test } from 'vitest'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../../support/cassette-text.ts'

test.each([
  [
    'vcrpy',
    'interactions:\n- request:\n    uri: /\n  response:\n    status: {code: 200}\nversion: 1\n',
  ],
  [
    'Ruby’s VCR',
    '---\nhttp_interactions:\n- request:\n    method: get\nrecorded_with: VCR 6.3.1\n',
  ],
  ['Ruby’s VCR', '{"http_interactions":[]}'],
  ['a browser, a proxy or Polly (HAR)', '{"log":{"version":"1.2","entries":[]}}'],
  ['nock', '[{"scope":"https://api.example.com:443","method":"GET","path":"/"}]'],
  ['aimock', '{"fixtures":[{"match":{"userMessage":"hi"}}]}'],
])('a file of another tool is named as one of %s', (maker, text) => {
  expect(() => parseCassette(text, { file: 'theirs.yaml' })).toThrow(
    `Cannot read theirs.yaml: line 1, column 1: it is a recording of ${maker}.`,
  )
})

test('a file of another tool says what to do', () => {
  expect(() => parseCassette('{"fixtures":[]}')).toThrow('wiretape record -c FILE -- COMMAND')
})

test('a cassette with keys that other tools have is read', () => {
  const text = `${cassetteText('')}fixtures: []\nlog: {entries: []}\n`
  expect(parseCassette(text).interactions).toHaveLength(1)
})

test.each(['[1, 2]', 'just words', '[{scope: a}]'])('%j is of nobody’s', (text) => {
  expect(() => parseCassette(text)).toThrow('"cassette" is not a map.')
})
