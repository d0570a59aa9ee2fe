import { isAbsolute, join, relative } from 'node:path'
import { type StreamEvent, events } from '../core/events.ts'
import { type LlmAnswer, llmAnswer } from '../core/llm/answer.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { readCassette } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import { toRequest, toResponse } from './web-messages.ts'

/**
 * Reads a cassette, at once.
 *
 * @throws CassetteNotFoundError, CassetteFormatError, CassetteVersionError
 */
export function loadCassette(path: string): Cassette {
  return readCassette(fileStore, path)
}

/** A cassette of the project, with what a test asks of it. Places count from 0, in the order of the file. */
export interface Fixture extends Cassette {
  /** As it was found: `cassettes/simple_streaming.yaml`. */
  readonly file: string
  /** @throws RangeError where the cassette has no interaction at that place, as the others do. */
  interaction(place?: number): Interaction
  request(place?: number): Request
  response(place?: number): Response
  events(place?: number): readonly StreamEvent[]
  /** What a language model answered, nothing where it is no such answer. */
  answer(place?: number): LlmAnswer | undefined
}

/**
 * Reads `cassettes/<name>.yaml`, at once.
 *
 * @param name - With or without `.yaml`; folders in it are parted by `/`.
 * @param root - The folder that `cassettes` is in. @defaultValue the working directory
 * @throws TypeError where the name leads out of the folder, else as {@link loadCassette}
 * @example const answer = fixture('simple_streaming').answer()
 */
export function fixture(name: string, root: string = process.cwd()): Fixture {
  const folder = join(root, 'cassettes')
  const path = join(folder, /\.ya?ml$/.test(name) ? name : `${name}.yaml`)
  const inside = relative(fileStore.realPath(folder), fileStore.realPath(path))
  if (isAbsolute(name) || isAbsolute(inside) || /^\.\.(?:$|[\\/])/.test(inside)) {
    throw new TypeError(`The fixture ${JSON.stringify(name)} is not in the folder ${folder}.`)
  }
  return fixtureOf(loadCassette(path), join('cassettes', relative(folder, path)))
}

function fixtureOf(cassette: Cassette, file: string): Fixture {
  const { interactions } = cassette
  const interaction = (place = 0): Interaction => {
    const found = interactions[place]
    if (found !== undefined) return found
    throw new RangeError(`${file} has ${interactions.length} interactions, and none at ${place}.`)
  }
  return {
    ...cassette,
    file,
    interaction,
    request: (place) => toRequest(interaction(place)),
    response: (place) => toResponse(interaction(place)),
    events: (place) => events(interaction(place)),
    answer: (place) => llmAnswer(interaction(place)),
  }
}
