import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as jsYaml from 'js-yaml'
import * as yaml from 'yaml'
import { bodyBytes } from '../../src/core/body.ts'
import { stringifyCassette, writeCassette } from '../../src/core/codec/write.ts'
import type { Cassette, Interaction } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { corpusFiles } from '../support/corpus.ts'
import { eventStream, interaction } from '../support/interactions.ts'

/** js-yaml reads base64 in the schema of YAML 1.1 alone. */
export const old = { schema: jsYaml.YAML11_SCHEMA }

/** Files of cassettes that all can read: real ones of go-vcr where they are at hand, else some of our own making. */
export function cassetteFiles(): readonly Uint8Array[] {
  const real = corpusFiles()
    .map(({ bytes }) => bytes)
    .filter(areReadByAll)
  return real.length > 0 ? real : Array.from({ length: 200 }, (_, nth) => madeFile(nth))
}

// Go reads quoted text that stands left of its key, the others do not.
function areReadByAll(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString()
  try {
    return yaml.parse(text) !== null && jsYaml.load(text, old) !== null
  } catch {
    return false
  }
}

function madeFile(nth: number): Uint8Array {
  const url = `https://api.example.com/v1/chat/${nth}`
  const question = { model: 'a-model', messages: [{ role: 'user', content: `Question ${nth}` }] }
  const body = JSON.stringify(question)
  const interactions = [
    interaction({ request: { url, method: 'POST', body }, response: { body: pretty(nth) } }),
    eventStream(events(nth)),
  ]
  return stringifyCassette({ version: 2, interactions })
}

function pretty(nth: number): string {
  const choices = Array.from({ length: 20 }, (_, index) => ({
    index,
    text: `It's answer ${index}.`,
  }))
  return JSON.stringify({ id: nth, choices }, undefined, 2)
}

function events(nth: number): string {
  const event = (delta: number) =>
    `data: ${JSON.stringify({ id: nth, delta: `word ${delta} ` })}\n\n`
  return Array.from({ length: 60 }, (_, delta) => event(delta)).join('')
}

/** Reads everything a cassette holds: nothing of it is left to be decoded. Gives how much text there is. */
export function readWhole({ interactions }: Cassette): number {
  let length = 0
  for (const { request, response } of interactions) {
    for (const { body, headers } of [request, response]) {
      length += body.length + Object.keys(headers).length
    }
    length += Object.keys(request.form).length
  }
  return length
}

/** A cassette as ordinary objects, bytes as lists of numbers: what a general writer can write. */
export function plainCassette(bytes: Uint8Array): unknown {
  const plain = (side: object) => {
    return { ...side, body: textOf((side as Interaction['request']).body) }
  }
  const interactions = parseCassette(bytes).interactions.map(({ id, request, response }) => {
    return { id, request: plain(request), response: plain(response) }
  })
  return { version: 2, interactions }
}

function textOf(body: Interaction['request']['body']): string {
  return typeof body === 'string' ? body : Buffer.from(bodyBytes(body)).toString('base64')
}

/** A large cassette on the disk. */
export interface LargeFile {
  readonly path: string
  readonly size: number
  remove(): void
}

/** Writes a cassette of about so many bytes, by repeating the interactions of the others. */
export function largeFile(bytes: number): LargeFile {
  const all = cassetteFiles().flatMap((file) => parseCassette(file).interactions)
  const once = stringifyCassette({ version: 2, interactions: all }, { reuseSource: false }).length
  const times = Math.max(1, Math.round(bytes / once))
  const interactions = Array.from({ length: times }, () => all).flat()
  const folder = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
  const path = join(folder, 'large.yaml')
  const pieces = [...writeCassette({ version: 2, interactions }, { reuseSource: false })]
  writeFileSync(path, Buffer.concat(pieces))
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return { path, size, remove: () => rmSync(folder, { recursive: true }) }
}
