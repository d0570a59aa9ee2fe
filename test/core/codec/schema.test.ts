import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requestFields, responseFields } from '../../../src/core/codec/fields.ts'

test('the JSON Schema knows the fields of the codec, and no others', () => {
  const text = readFileSync('src/cassette.schema.json', 'utf8')
  const { properties } = (
    JSON.parse(text) as { properties: { interactions: { items: { properties: Schema } } } }
  ).properties.interactions.items
  const keysOf = (fields: readonly { readonly key: string }[]) =>
    new Set(fields.map(({ key }) => key))

  expect(new Set(Object.keys(properties.request.properties))).toEqual(
    keysOf([...requestFields, { key: 'id' }]),
  )
  expect(new Set(Object.keys(properties.response.properties))).toEqual(keysOf(responseFields))
})

type Schema = Record<'request' | 'response', { readonly properties: object }>
