import { expect, test } from 'vitest'
import { bodyOf } from '../../../src/core/body.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import {
  leakIn,
  type Planted,
  plantedEnvironment,
  plantedSecrets,
} from '../../support/planted-secrets.ts'
import { interactionOf } from './interactions.ts'

const rules = compileRules(undefined, plantedEnvironment)

function interactionWith({ request, response }: Planted): Interaction {
  const userinfo = request.userinfo === undefined ? '' : `${request.userinfo}@`
  const body = response.body?.map((piece) => Buffer.from(piece))
  return interactionOf({
    url: `http://${userinfo}127.0.0.1${request.path ?? '/'}`,
    requestHeaders: Object.entries(request.headers ?? {}),
    requestBody: typeof request.body === 'object' ? bodyOf(request.body) : (request.body ?? ''),
    responseHeaders: Object.entries(response.headers ?? {}),
    responseBody: bodyOf(Buffer.concat(body ?? [])),
    ...(body && { chunks: body.map(({ length }, at) => ({ bytes: length, at })) }),
  })
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part,
  )
}

test('there are at least 60 planted secrets', () => {
  expect(new Set(plantedSecrets.flatMap(({ secrets }) => secrets)).size).toBeGreaterThan(60)
})

test.each(
  plantedSecrets.filter((planted) => !planted.isKnownElsewhere).map((p) => [p.name, p] as const),
)('%s', (_, planted) => {
  const text = textOf(redactInteraction(interactionWith(planted), rules, new Vault()))

  for (const secret of planted.secrets) expect(leakIn(text, secret)).toBeUndefined()
})

test('none is left of all together, once those that were known too late are mended', () => {
  const vault = new Vault()
  const redacted = plantedSecrets.map((planted) =>
    redactInteraction(interactionWith(planted), rules, vault),
  )
  const text = textOf(redacted.map((interaction) => redactInteraction(interaction, rules, vault)))

  const leaks = plantedSecrets.flatMap(({ name, secrets }) =>
    secrets.filter((secret) => leakIn(text, secret) !== undefined).map(() => name),
  )
  expect(leaks).toEqual([])
})
