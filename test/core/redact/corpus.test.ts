import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findSecrets } from '../../../src/core/redact/report/findings.ts'
import { redactCassette } from '../../../src/core/redact/redact-cassette.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'

// Cassettes of public projects, beside the repository: they are nobody's to hand on.
const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))
const rules = compileRules()

interface Listed {
  readonly repo: string
  readonly path: string
  readonly format: string
}

function cassettes(): readonly { readonly file: string; readonly source: Uint8Array }[] {
  return readFileSync(`${corpus}expected.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Listed)
    .filter(({ format }) => format === 'go-vcr')
    .map(({ repo, path }) => `${corpus}${repo.replace('/', '+')}/${path}`)
    .map((file) => ({ file, source: readFileSync(file) }))
}

test.runIf(existsSync(corpus))(
  'in public cassettes it finds what is really there, and nothing else',
  async () => {
    const counts = new Map<string, number>()
    const kinds = cassettes().flatMap(({ source }) =>
      findSecrets(parseCassette(source), rules).map(
        ({ rule, place }) => `${rule} in ${place.split('.').slice(0, 2).join('.')}`,
      ),
    )
    for (const kind of kinds.sort()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const table = [...counts].map(([kind, count]) => `${String(count).padStart(3)}  ${kind}\n`)

    // Looked at one by one: session cookies, passwords of servers, signatures of presigned URLs, a private key.
    await expect(table.join('')).toMatchFileSnapshot('../../golden/redact/corpus.txt')
  },
)

test.runIf(existsSync(corpus))('public cassettes have no secrets once they are redacted', () => {
  const left = cassettes().flatMap(({ file, source }) => {
    const redacted = redactCassette(parseCassette(source), rules, parseCassette)
    return redacted === undefined
      ? []
      : [{ file, count: findSecrets(parseCassette(redacted), rules).length }]
  })

  expect(left.length).toBeGreaterThan(10)
  expect(left.filter(({ count }) => count > 0)).toEqual([])
})
