import { expect, test } from 'vitest'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../../support/cassette-text.ts'

test.each([
  [
    'vcrpy',
    'interactions:\n- request:\n    uri: /\n  response:\n    status: {code: 200}\nversion: 1\n',
  ],
  [
    'vcrpy',
    'interactions:\n- request: {method: GET, uri: /}\n  response: {content: a, status_code: 200}\nversion: 1\n',
  ],
  [
    'vcrpy',
    '- request: !!python/object:vcr.request.Request\n    method: GET\n  response:\n    body: {string: a}\n',
  ],
  [
    'Ruby’s VCR',
    '- !ruby/struct:VCR::HTTPInteraction\n  request:\n    method: :get\n  response:\n    body: a\n',
  ],
  [
    'Ruby’s VCR',
    '---\nhttp_interactions:\n- request:\n    method: get\nrecorded_with: VCR 6.3.1\n',
  ],
  ['Ruby’s VCR', '{"http_interactions":[]}'],
  ['a browser, a proxy or Polly (HAR)', '{"log":{"version":"1.2","entries":[]}}'],
  ['betamax', '{"http_interactions":[],"recorded_with":"betamax/0.5.1"}'],
  ['govcr', '{"Name":"a","Tracks":[]}'],
  ['Azure’s test proxy', '{"Entries":[{"RequestUri":"https://management.azure.com/"}]}'],
  ['Hoverfly', '{"data":{"pairs":[]},"meta":{"schemaVersion":"v5"}}'],
  ['WireMock', '{"mappings":[{"request":{"url":"/"},"response":{}}]}'],
  ['EasyVCR', '[{"recordedAt":"2022","request":{"uri":"/"},"response":{}}]'],
  ['WireMock', '{"request":{"url":"/","method":"GET"},"response":{"status":200}}'],
  ['php-vcr', "- request: {method: GET, url: 'https://a.example/'}\n  response: {status: 200}\n"],
  [
    'ExVCR',
    '[{"request":{"url":"https://a.example/"},"response":{"status_code":200,"type":"ok"}}]',
  ],
  ['Charles', '[{"method":"GET","scheme":"https","request":{},"response":{"status":200}}]'],
  ['MockServer', '[{"httpRequest":{"path":"/"},"httpResponse":{"statusCode":200}}]'],
  ['undici’s SnapshotAgent', '[{"hash":"a","snapshot":{"request":{},"responses":[]}}]'],
  [
    'Betamax for the JVM or OkReplay',
    '!tape\nname: a\ninteractions:\n- recorded: 2012-07-29T20:30:16.000Z\n  request: {method: GET, uri: /}\n',
  ],
  [
    'Pact',
    '{"consumer":{"name":"a"},"interactions":[{"request":{"method":"GET","path":"/"},"response":{"status":200}}]}',
  ],
  ['Keploy', 'version: api.keploy.io/v1beta1\nkind: Http\nspec:\n    req:\n        method: GET\n'],
  ['Talkback', '{meta: {}, req: {url: "/", method: "GET"}, res: {status: 200}}'],
  ['Mountebank', '{"imposters":[{"port":4545,"protocol":"http"}]}'],
  ['Postman', '{"info":{"_postman_id":"a","name":"b"},"item":[]}'],
  ['nock', '[{"scope":"https://api.example.com:443","method":"GET","path":"/"}]'],
  ['Python’s responses', 'responses:\n- response:\n    method: GET\n    url: https://a.example\n'],
  ['httprr', 'httprr trace v1\n42 17\nGET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n\n'],
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

test.each([
  ['[1, 2]', 'it is a list, and a cassette is a map.'],
  ['just words', 'it is just text, and a cassette is a map.'],
  ['[{scope: a}]', 'it is a list, and a cassette is a map.'],
  ['[{request: a}]', 'it is a list, and a cassette is a map.'],
  ['[{request: {path: /}, response: {status: 200}}]', 'it is a list, and a cassette is a map.'],
  ['{mappings: []}', 'there is no "version".'],
  ['{interactions: [{request: {method: GET}}]}', 'there is no "version".'],
])('%j is of nobody’s', (text, problem) => {
  expect(() => parseCassette(text)).toThrow(problem)
  expect(() => parseCassette(text)).toThrow('Is it a cassette of go-vcr or wiretape?')
})

test('a pointer of Git LFS says how the cassette is fetched', () => {
  const text = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'

  expect(() => parseCassette(text)).toThrow('line 1, column 1: it is a pointer of Git LFS.')
  expect(() => parseCassette(text)).toThrow('git lfs pull')
})

test('what a merge has left is pointed at', () => {
  const lines = '<<<<<<< HEAD\n    body: a\n=======\n    body: b\n>>>>>>> theirs\n'

  expect(() => parseCassette(cassetteText(lines))).toThrow(
    'line 11, column 1: a merge has left its marks.',
  )
})
