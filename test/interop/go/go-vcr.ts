import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bodyBytes, bodyOf, type Body } from '../../../src/core/body.ts'
import type { Dialect } from '../../../src/core/codec/dialect.ts'
import { bytesIn, keptBytes } from '../../../src/core/field-value.ts'
import { newHeaders, type HeaderMap } from '../../../src/core/headers.ts'
import type {
  Interaction,
  RecordedRequest,
  RecordedResponse,
} from '../../../src/core/model.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What go-vcr says: an error, interactions, or a file. */
export interface GoAnswer {
  readonly error?: string
  readonly interactions: readonly GoInteraction[]
  readonly bytes?: string
}

type GoText = string
type GoMap = readonly { readonly key: GoText; readonly values: readonly GoText[] | null }[]
type GoSide = Readonly<Record<string, unknown>>

interface GoInteraction {
  readonly id: number
  readonly request: GoSide
  readonly response: GoSide
}

/** go-vcr itself, to load and save cassettes. Nothing where there is no Go, or its modules cannot be had. */
export class GoVcr {
  readonly #folder = mkdtempSync(join(tmpdir(), 'wiretape-go-'))
  /** Why it cannot be asked. */
  readonly unavailable: string | undefined

  constructor() {
    const { status, error, stderr } = spawnSync('go', ['build', '-o', this.#binary, '.'], {
      cwd: here,
      encoding: 'utf8',
    })
    if (status !== 0) this.unavailable = error === undefined ? `go build: ${stderr}` : 'there is no go'
  }

  get #binary(): string {
    return join(this.#folder, 'go-vcr')
  }

  /** Loads files. */
  load(files: readonly Uint8Array[]): readonly GoAnswer[] {
    return this.#ask(files.map((bytes) => ({ load: base64(bytes) })))
  }

  /** Saves interactions, each list in a dialect. */
  save(
    cassettes: readonly { readonly interactions: readonly Interaction[]; readonly dialect: Dialect }[],
  ): readonly GoAnswer[] {
    return this.#ask(
      cassettes.map(({ interactions, dialect }) => ({
        save: interactions.map(toGo),
        ...styleOf(dialect),
      })),
    )
  }

  /** Loads files and saves them, each in a dialect. */
  resave(files: readonly { readonly bytes: Uint8Array; readonly dialect: Dialect }[]): readonly GoAnswer[] {
    return this.#ask(files.map(({ bytes, dialect }) => ({ resave: base64(bytes), ...styleOf(dialect) })))
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #ask(commands: readonly object[]): readonly GoAnswer[] {
    const input = commands.map((command) => `${JSON.stringify(command)}\n`).join('')
    const { stdout, stderr, status } = spawnSync(this.#binary, { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
    if (status !== 0) throw new Error(stderr)
    return stdout.trim().split('\n').map((line) => JSON.parse(line) as GoAnswer)
  }
}

function styleOf({ indent, isCompact, width, goYaml }: Dialect): object {
  const single = goYaml === 'v4-single'
  return { indent, compact: isCompact, width: width === Infinity ? 0 : width, single }
}

function base64(body: Body): GoText {
  return Buffer.from(bodyBytes(body)).toString('base64')
}

const bytesOf = (text: GoText | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'))
const textOf = (text: GoText | null) => keptBytes(bytesOf(text))
const textToGo = (kept: string) => base64(bytesIn(kept) ?? kept)

/** An interaction as the Go program wants it. */
function toGo({ id, request, response }: Interaction): object {
  return { id, request: sideToGo(request), response: sideToGo(response) }
}

function sideToGo({ ...side }: RecordedRequest | RecordedResponse): object {
  const known = Object.entries(side).filter(([name]) => name !== 'chunks' && name !== 'error')
  return Object.fromEntries(known.map(([name, value]) => [name, valueToGo(name, value)]))
}

function valueToGo(name: string, value: unknown): unknown {
  if (name === 'body') return base64(value as Body)
  if (typeof value === 'string') return textToGo(value)
  if (Array.isArray(value)) return value.map((text) => textToGo(text as string))
  if (typeof value !== 'object') return value
  return Object.entries(value as HeaderMap).map(([key, values]) => ({
    key: textToGo(key),
    values: values.map(textToGo),
  }))
}

/** What Go read, as an interaction. */
export function fromGo({ id, request, response }: GoInteraction): Interaction {
  return {
    id,
    request: sideFromGo(request) as unknown as RecordedRequest,
    response: sideFromGo(response) as unknown as RecordedResponse,
  }
}

const maps = new Set(['trailer', 'form', 'headers'])

function sideFromGo(side: GoSide): object {
  return Object.fromEntries(Object.entries(side).map(([name, value]) => [name, valueFromGo(name, value)]))
}

function valueFromGo(name: string, value: unknown): unknown {
  if (maps.has(name)) return mapFromGo((value ?? []) as GoMap)
  if (name === 'transferEncoding') return ((value ?? []) as GoText[]).map(textOf)
  if (name === 'body') return bodyOf(bytesOf(value as GoText | null))
  return typeof value === 'string' || value === null ? textOf(value) : value
}

function mapFromGo(entries: GoMap): HeaderMap {
  const map = newHeaders()
  for (const { key, values } of entries) map[textOf(key)] = (values ?? []).map(textOf)
  return map
}
