import { expect, test } from 'vitest'
import { jsonPlaces } from '../../../../src/core/redact/places/json-places.ts'
import { compileRules } from '../../../../src/core/redact/rules.ts'

const { jsonKeys } = compileRules()

function found(text: string): string[] {
  return jsonPlaces(text, jsonKeys).secrets.map(({ start, end }) => text.slice(start, end))
}

test.each([
  ['a string', '{"api_key":"abc"}', ['abc']],
  ['any case and separators', '{"apiKey":"a","API-KEY":"b","Api.Key":"c"}', ['a', 'b', 'c']],
  ['a key with a vendor before it', '{"openai_api_key" : "abc"}', ['abc']],
  ['escapes in the value', String.raw`{"password":"a\"b\\","x":1}`, [String.raw`a\"b\\`]],
  ['a list of strings', '{"api_key": [ "a" , "b" ], "c":"d"}', ['a', 'b']],
  ['a list that is no list of strings', '{"password":[1,{"password":"a"}]}', ['a']],
  ['a long number', '{"password": 12345678 }', ['12345678']],
  ['a value that was cut off', '{"password":"abc', ['abc']],
  ['a value that ends with its line', '{"password":"abc\ndata: {}', ['abc']],
  ['one that ends with its line, with a quote on the next', '{"password":"abc\n"x"', ['abc']],
  ['JSON in a JSON string', JSON.stringify({ a: '{"password":"x\\"y"}' }), [String.raw`x\\\"y`]],
  ['JSON in JSON in JSON', JSON.stringify(JSON.stringify({ a: '{"password":"x"}' })), ['x']],
  ['an inner value cut off by its string', JSON.stringify({ a: '{"password":"x' }), ['x']],
  ['event streams', 'data: {"access_token":"a"}\n\ndata: {"id_token":"b"}\n\n', ['a', 'b']],
  [
    'a value beside its name',
    '[{"name":"DB_PASSWORD","value":"a"},{"key":"CI_TOKEN", "value":"b"}]',
    ['a', 'b'],
  ],
  ['a header of a list', '{"name":"Authorization","value":"Bearer x","comment":"y"}', ['Bearer x']],
  [
    'a value with others between it and its name',
    '{"name":"password","type":"string","required":true,"size":12,"note":null,"tags":[],"value":"a"}',
    ['a'],
  ],
  ['a value before its name', '{"value": "a:b" , "id":7, "key":"api_key"}', ['a:b']],
  ['a value with a brace before its name', '{"a":"{","value":"{b{","name":"api_key"}', ['{b{']],
  ['a number before its name', '{"value":12345678,"name":"pwd"}', ['12345678']],
  [
    'names and values of AWS',
    '{"Name":"/prod/db/password","Type":"SecureString","Value":"a"},{"ParameterKey":"DBPassword","ParameterValue":"b"}',
    ['a', 'b'],
  ],
  [
    'a secret between a name and its value',
    '{"name":"api_key","password":"b","value":"a"}',
    ['a', 'b'],
  ],
  [
    'a value before its name in a JSON string',
    JSON.stringify({ a: '{"value":"x\\"y","name":"secret"}' }),
    [String.raw`x\\\"y`],
  ],
  [
    'the private members of a JSON Web Key',
    '{"keys":[{"alg":"RS256","d":"a","e":"AQAB","ext":true,"key_ops":["sign"],"kty":"RSA","n":"b","p":"c","qi":"d"}]}',
    ['a', 'c', 'd'],
  ],
  ['a key that both sides share', '{ "kty" : "oct", "k" : "abc", "x5c": [] }', ['abc']],
  [
    'a JSON Web Key in a JSON string',
    JSON.stringify({ a: '{"kty":"EC","crv":"P-256","x":"b","y":"c","d":"e"}' }),
    ['e'],
  ],
  ['no public key', '{"kty":"RSA","e":"AQAB","n":"b","kid":"c","x5t#S256":"d"}', []],
  ['no key without a beginning', '"kty":"RSA","d":"a"}', []],
  ['no key that holds an object', '{"kty":"RSA","more":{"d":"a"},"d":"b"}', []],
  [
    'a value in an object of its own',
    '{"password":{"value":"a"},"adminPassword": { "value" : "b" },"dbPassword":{"type":"SecureString","value":"c"}}',
    ['a', 'b', 'c'],
  ],
  [
    'such an object in a JSON string',
    JSON.stringify('{"password":{"value":"x"},"name":"y"}'),
    ['x'],
  ],
  ['such a value in a JSON string', JSON.stringify('{"name":"db_password","value":"x"}'), ['x']],
  ['ndjson', '{"private_key":"a"}\n{"private_key":"b"}\n', ['a', 'b']],
])('finds %s', (_, text, expected) => {
  expect(found(text)).toEqual(expected)
})

test.each([
  '{"key":"a","sig":"b","signature":"c","token":"d","next_page_token":"e","token_type":"bearer"}',
  '{"max_tokens":4000,"password":true,"api_key":null,"password":{"type":"string"},"password":123}',
  '{"name":"model","value":"a"},{"name":"next_page_token","value":"b"},{"name":"password","label":"c"}',
  '{"name":"password"}',
  '{"name":"password","schema":{"type":"string"},"value":"a"},{"value":"b"},{"name":"password"}',
  '"value":"a","name":"password"',
  '{"value":"a","name":7},{"value":"a","name":"passwords',
  `{"value":"a","b":"${'{'.repeat(9)}","name":"password"}`,
  '{"value":"a","label":"b"},{"value":"c","of":["d"],"name":"password"},{"value":{},"name":"password"}',
  '{"password":""}',
  '{"password":{"type":"string","description":"a"},"api_key":{"value":null},"secret":{"name":"value"}}',
  '{"clé":"abc","é":"abc"}',
  'password:',
  '"password":',
  ': ::',
])('leaves %s', (text) => {
  expect(found(text)).toEqual([])
})

test('the strings of a stream are its pieces, those inside of them are not', () => {
  const text = `data: {"content":"a"}\n\ndata: ${JSON.stringify({ text: '{"content":"b"}' })}\n\n`
  const { pieces } = jsonPlaces(text, jsonKeys)
  expect(pieces.map(({ key, start, end }) => [key, text.slice(start, end)])).toEqual([
    ['content', 'a'],
    ['text', String.raw`{\"content\":\"b\"}`],
  ])
  expect(jsonPlaces(String.raw`{\"content\":\"b\"}`, jsonKeys).pieces).toEqual([])
})
