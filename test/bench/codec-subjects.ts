import { newHeaders } from '../../src/core/headers.ts'
import type { Cassette, Interaction } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { cassetteFiles, plainCassette } from './cassette-files.ts'
import type { Setup } from './row.ts'

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** The text of a file. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** A cassette's values as a file of JSON. */
export function jsonOf(bytes: Uint8Array): Uint8Array {
  return encoder.encode(JSON.stringify(plainCassette(bytes)))
}

type Prepare = (bytes: Uint8Array) => Uint8Array
const asItIs: Prepare = (bytes) => bytes

/** Loads all files. `prepare` makes what is loaded of them. */
export function loading(load: (bytes: Uint8Array) => unknown, prepare = asItIs): Setup {
  return async () => repeated(cassetteFiles().map(prepare), load)
}

/** Loads the JSON of all, decoded before. */
export function loadingTexts(load: (text: string) => unknown): Setup {
  return async () => repeated(cassetteFiles().map(jsonOf).map(textOf), load)
}

/** Saves what was read of all files. */
export function saving(
  read: (bytes: Uint8Array) => unknown,
  save: (value: unknown) => unknown,
): Setup {
  return async () => repeated(cassetteFiles().map(read), save)
}

/** Opens all files, and plays the last interaction of each. */
export function playingLast(play: (bytes: Uint8Array) => unknown, prepare = asItIs): Setup {
  return async () => repeated(cassetteFiles().map(prepare), play)
}

/** One piece of work is one of each. */
function repeated<Item>(items: readonly Item[], work: (item: Item) => unknown) {
  return {
    repeat: (times: number) => {
      for (let done = 0; done < times; done++) for (const item of items) work(item)
    },
  }
}

/** What a recorder plays for the last request of a cassette. */
export function lastPlayed(bytes: Uint8Array): unknown {
  const cassette = parseCassette(bytes)
  const last = cassette.interactions.at(-1)
  if (last === undefined) return undefined
  const outcome = Recorder.of(cassette, { repeats: 'any' }).handle(askingFor(last))
  if (outcome.kind !== 'replay') throw new Error(`${last.request.url} is not played.`)
  return outcome.playback.interaction.response.body
}

/** A request as it was recorded. */
export function askingFor({ request: { method, url, body } }: Interaction) {
  return { method, url, body, headers: newHeaders() }
}

/** The body of a cassette's last response. */
export function bodyOfLast(cassette: unknown): unknown {
  return (cassette as Cassette).interactions.at(-1)?.response.body
}
