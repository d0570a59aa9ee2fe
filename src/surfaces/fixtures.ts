import { relative } from 'node:path'
import { type StreamEvent, events } from '../core/events.ts'
import { type LlmAnswer, llmAnswer } from '../core/llm/answer.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { decodedInteraction } from '../engine/decoded-interaction.ts'
import { readCassette } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import { cassettePath } from './cassette-path.ts'
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
  const path = cassettePath(name, root)
  return fixtureOf(loadCassette(path), relative(root, path))
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
    events: (place) => events(decodedInteraction(interaction(place))),
    answer: (place) => llmAnswer(decodedInteraction(interaction(place))),
  }
}
