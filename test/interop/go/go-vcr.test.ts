import { sample, tuple } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { copyOf } from '../../../src/core/codec/copy.ts'
import type { Dialect } from '../../../src/core/codec/dialect.ts'
import { dialectOf } from '../../../src/core/codec/dialect-of.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import type { Cassette, Interaction } from '../../../src/core/model.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { anyDialect, awkwardText, cassetteFrom, tameText } from '../../fuzz/generate.ts'
import { corpusFiles } from '../../support/corpus.ts'
import { tries } from '../../support/tries.ts'
import { fromGo, GoVcr, type GoAnswer } from './go-vcr.ts'
import { shortTexts } from './short-texts.ts'

const go = new GoVcr()
afterAll(() => go.close())

const { unavailable } = go
const numRuns = tries(300, 20_000)
const timeout = 900_000

describe.skipIf(unavailable !== undefined)(`go-vcr itself${unavailable ? ` (skipped: ${unavailable})` : ''}`, () => {
  test('saves what we save, to the byte', { timeout }, () => {
    const cassettes = sample(tuple(cassetteFrom(tameText), anyDialect), { numRuns })
      .map(([{ interactions }, dialect]) => ({
        interactions: numbered(interactions).map(withoutOurs),
        // The go-yaml of the go-vcr under test.
        dialect: asNewest(dialect),
      }))
      .filter(({ interactions }) => interactions.length > 0)

    const answers = go.save(cassettes)

    cassettes.forEach(({ interactions, dialect }, index) => {
      const ours = stringifyCassette({ version: 2, interactions }, { dialect })
      expect(text(ours)).toBe(text(bytesOf(answers[index])))
    })
  })

  test('saves every short text as we do, wherever it stands', { timeout }, () => {
    const cassettes = shortTexts()

    const answers = go.save(cassettes)

    cassettes.forEach(({ interactions, dialect }, index) => {
      const ours = stringifyCassette({ version: 2, interactions }, { dialect })
      expect(text(ours)).toBe(text(bytesOf(answers[index])))
      expect(copyOf(parseCassette(ours)).interactions).toEqual(interactions)
    })
  })

  test('loads from what we save every value we put there', { timeout }, () => {
    const cassettes = sample(tuple(cassetteFrom(awkwardText), anyDialect), { numRuns })
    const files = cassettes.map(([cassette, dialect]) => stringifyCassette(cassette, { dialect }))

    const answers = go.load(files)

    cassettes.forEach(([{ interactions }], index) => {
      expect(loaded(answers[index], files[index])).toEqual(interactions.map(withoutOurs))
    })
  })

  test('loads from real cassettes what we load', () => {
    const files = corpusFiles().filter(({ version }) => version === 2)

    const answers = go.load(files.map(({ bytes }) => bytes))

    files.forEach(({ bytes, name }, index) => {
      const ours = parseCassette(bytes, { file: name }).interactions.map(withoutOurs)
      expect(ours).toEqual(loaded(answers[index], bytes))
    })
  })

  test('saves real cassettes as we do', () => {
    const files = corpusFiles()
      .filter(({ version, interactions }) => version === 2 && interactions.length > 0)
      .map(({ bytes }) => ({ bytes, cassette: parseCassette(bytes) }))
      .map(({ bytes, cassette }) => ({
        bytes,
        cassette,
        dialect: { ...dialectOf(cassette), writesEmpty: false, goYaml: 'v4' as const },
      }))

    const answers = go.resave(files)

    files.forEach(({ cassette, dialect }, index) => {
      const ours = { version: 2, interactions: numbered(cassette.interactions) }
      expect(text(stringifyCassette(ours, { dialect }))).toBe(text(bytesOf(answers[index])))
    })
  })
})

function loaded(answer: GoAnswer | undefined, file: Uint8Array | undefined): readonly Interaction[] {
  if (answer?.error !== undefined) throw new Error(`${answer.error}\n${text(file ?? new Uint8Array())}`)
  return (answer?.interactions ?? []).map(fromGo)
}

function bytesOf(answer: GoAnswer | undefined): Uint8Array {
  return Buffer.from(answer?.bytes ?? '', 'base64')
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function asNewest(dialect: Dialect): Dialect {
  return { ...dialect, writesEmpty: false, goYaml: dialect.goYaml === 'v4-single' ? 'v4-single' : 'v4' }
}

// go-vcr numbers anew when it saves.
function numbered(interactions: Cassette['interactions']): readonly Interaction[] {
  return interactions.map((interaction, id) => ({ ...interaction, id }))
}

// `chunks` and `error` are not go-vcr's.
function withoutOurs(interaction: Interaction): Interaction {
  const { chunks: _, error: __, ...response } = interaction.response
  return copyOf({ id: interaction.id, request: { ...interaction.request }, response })
}
