import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Beside the repository: from here, and from where the benchmark is built.
const folder =
  ['../../../', '../../../../../../']
    .map((up) => fileURLToPath(new URL(`${up}shared/corpus/`, import.meta.url)))
    .find(existsSync) ?? ''

/** Why the tests against real cassettes cannot run: the corpus is not part of the repository. */
export const noCorpus: string | undefined =
  folder === '' ? 'there is no ../shared/corpus' : undefined

/** What go-yaml read from a body: its length and the beginning of its SHA-256. */
export interface ExpectedBody {
  readonly bytes: number
  readonly sha256: string
}

/** What go-yaml read. */
export interface ExpectedInteraction {
  readonly method: string
  readonly url: string
  readonly code: number
  readonly status: string
  readonly proto?: string
  readonly content_length?: number
  readonly uncompressed?: boolean
  readonly duration?: string
  readonly req: ExpectedBody
  readonly res: ExpectedBody
  /** Of headers and form the beginning of the SHA-256 of their lines, `Name: value`, sorted. */
  readonly req_headers: string
  readonly res_headers: string
  readonly form?: string
}

/** A real cassette, and what go-yaml read from it. */
export interface CorpusFile {
  readonly name: string
  readonly version: number
  readonly bytes: Uint8Array
  readonly interactions: readonly ExpectedInteraction[]
}

/** The real cassettes of go-vcr. None where the corpus is not there. */
export function corpusFiles(): readonly CorpusFile[] {
  if (noCorpus !== undefined) return []
  const lines = readFileSync(`${folder}expected.jsonl`, 'utf8').trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as ExpectedLine)
    .filter(isGoVcr)
    .map(fileOf)
}

interface ExpectedLine {
  readonly repo: string
  readonly path: string
  readonly format: string
  readonly version: number
  readonly interactions: readonly ExpectedInteraction[]
}

function isGoVcr({ format }: ExpectedLine): boolean {
  return format === 'go-vcr'
}

function fileOf({ repo, path, version, interactions }: ExpectedLine): CorpusFile {
  const bytes = new Uint8Array(readFileSync(`${folder}${repo}/${path}`))
  return { name: `${repo}/${path}`, version, bytes, interactions }
}
