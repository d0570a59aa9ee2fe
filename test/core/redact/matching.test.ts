import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIndex } from '../../../src/core/match/interaction-index.ts'
import { createMatcher } from '../../../src/core/match/matcher.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

const env = { ACME_TOKEN: 'value/of acme+token-1' }
const token = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJhbm4ifQ', 'c2lnbmF0dXJl'].join('.')
const secrets = [
  'sk-proj-' + 'abcDEF0123'.repeat(3),
  token,
  env.ACME_TOKEN,
  btoa(`x${env.ACME_TOKEN}y`),
  'hunter-two-2',
  'postgres://ann:pass@db.example/x',
  `Bearer ${'abcDEF0123'.repeat(3)}`,
  '"quoted"',
  'plain',
]
const text = fc
  .array(fc.constantFrom(...secrets, ' ', ', ', 'é'), { maxLength: 4 })
  .map((parts) => parts.join(''))
const names = fc.constantFrom('q', 'key', 'password', 'api_key', 'page')
const pairs = fc.array(fc.tuple(names, text), { maxLength: 3 })
const json = fc.dictionary(
  names,
  fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.dictionary(names, text)),
)

const bodies = fc.oneof(
  json.map((value): readonly [string, string] => ['application/json', JSON.stringify(value)]),
  json.map((value): readonly [string, string] => [
    'application/json',
    JSON.stringify({ text: JSON.stringify(value) }),
  ]),
  pairs.map((form): readonly [string, string] => [
    'application/x-www-form-urlencoded',
    new URLSearchParams(form).toString(),
  ]),
  text.map((plain): readonly [string, string] => ['text/plain', plain]),
)

const requests = fc
  .record({ path: text, query: pairs, body: bodies })
  .map(({ path, query, body }) => {
    const search = new URLSearchParams(query).toString()
    return interactionOf({
      url: `https://ann:pass@api.example.com/${encodeURIComponent(path)}?${search}`,
      requestHeaders: [['content-type', body[0]]],
      requestBody: body[1],
    })
  })

function finds(
  recorded: Interaction,
  { url, method, headers, body }: Interaction['request'],
): boolean {
  const index = createIndex([recorded], createMatcher({}, compileRules(undefined, {})))
  const { groups, accepts } = index.candidates({ url, method, headers, body })
  return groups.some((group) => group.some(accepts))
}

test('a request finds its own recording, on a machine that does not know the values', () => {
  fc.assert(
    fc.property(requests, (live) => {
      const recorded = redactInteraction(live, compileRules(undefined, env), new Vault())

      expect(finds(recorded, live.request)).toBe(true)
      expect(finds(recorded, recorded.request)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('another key of OpenWeatherMap finds the recording, another town does not', () => {
  const asked = (query: string): Interaction =>
    interactionOf({ url: `https://api.openweathermap.org/data/2.5/weather?${query}` })
  const live = asked(`q=Bern&appid=${'0123456789abcdef'.repeat(2)}`)
  const recorded = redactInteraction(live, compileRules(undefined, {}), new Vault())

  expect(finds(recorded, live.request)).toBe(true)
  expect(finds(recorded, asked('q=Bern&appid=dummy').request)).toBe(true)
  expect(finds(recorded, asked('q=Basel&appid=dummy').request)).toBe(false)
})
