import type { Interaction, RecordedRequest, RecordedResponse } from '../../model.ts'
import {
  originOf,
  rememberOrigin,
  type Origin,
  type RequestLine,
  type RequestParts,
  type Source,
} from '../origin.ts'
import type { RequestLines } from './request-lines.ts'
import { requestPartsAt } from './request-parts.ts'
import { responsePartsAt } from './response-parts.ts'
import { placesEach, requestPlaces, responsePlaces, type Scanned } from './scan-cassette.ts'
import { differs, readRequest, readResponse } from './sides.ts'

/** What the interactions of a file share. */
export interface CanonicalFile {
  readonly scanned: Scanned
  readonly source: Source
  readonly lines: RequestLines
}

/**
 * An interaction whose request and response are read when somebody asks for them.
 *
 * To whoever uses it, it is an ordinary object: its properties are its own, can be set, listed, copied and compared.
 */
export function lazyInteraction(file: CanonicalFile, index: number): Interaction {
  const place = new InteractionPlace(file, index)
  // Filled, not made as a literal: of each literal V8 remembers whether what it made lived long, as it does in a large
  // cassette. From then on it would leave all it makes, and what hangs on that, to the next full collection: each later
  // cassette would take half as long again.
  const interaction = {} as { id: number }
  interaction.id = place.id
  Object.defineProperty(interaction, 'request', requestDescriptor)
  Object.defineProperty(interaction, 'response', responseDescriptor)
  rememberOrigin(interaction as Interaction, place)
  return interaction as Interaction
}

/** Where an interaction stands, and what was read there or set. */
class InteractionPlace implements Origin {
  readonly index: number
  readonly #file: CanonicalFile
  #request: RecordedRequest | undefined
  #response: RecordedResponse | undefined
  #wasPlayed = false

  constructor(file: CanonicalFile, index: number) {
    this.#file = file
    this.index = index
  }

  get source(): Source {
    return this.#file.source
  }

  get id(): number {
    return this.#file.scanned.ids[this.index] as number
  }

  get request(): RecordedRequest {
    return (this.#request ??= this.#readRequest())
  }

  set request(request: RecordedRequest) {
    this.#request = request
  }

  get response(): RecordedResponse {
    return (this.#response ??= this.#readResponse())
  }

  set response(response: RecordedResponse) {
    this.#response = response
  }

  requestLine(): RequestLine | undefined {
    return this.#request === undefined ? this.#file.lines.at(this.#firstOfRequest) : undefined
  }

  requestParts(): RequestParts | undefined {
    if (this.#request !== undefined) return undefined
    const { scanned, lines } = this.#file
    return requestPartsAt(scanned, lines, this.#firstOfRequest)
  }

  requestMethod(): string | undefined {
    return this.#request === undefined ? this.#file.lines.methodAt(this.#firstOfRequest) : undefined
  }

  responseOnce(interaction: Interaction): RecordedResponse | undefined {
    if (this.#wasPlayed || this.#response !== undefined) return undefined
    this.#wasPlayed = true
    const { scanned } = this.#file
    if (scanned.version === 1 || !isAsMade(interaction, 'response')) return undefined
    return responsePartsAt(scanned, this.#first + responsePlaces)
  }

  isChanged(interaction: Interaction): boolean {
    return (
      Object.keys(interaction).length !== 3 ||
      interaction.id !== this.id ||
      this.#isRequestChanged(interaction) ||
      this.#isResponseChanged(interaction)
    )
  }

  // What nobody has asked for is not read.
  #isRequestChanged(interaction: Interaction): boolean {
    const isUnread = this.#request === undefined && isAsMade(interaction, 'request')
    return !isUnread && differs(interaction.request, this.#readRequest())
  }

  #isResponseChanged(interaction: Interaction): boolean {
    const isUnread = this.#response === undefined && isAsMade(interaction, 'response')
    return !isUnread && differs(interaction.response, this.#readResponse())
  }

  #readRequest(): RecordedRequest {
    return readRequest(this.#file.scanned, this.#firstOfRequest)
  }

  #readResponse(): RecordedResponse {
    return readResponse(this.#file.scanned, this.#first + responsePlaces)
  }

  get #first(): number {
    return this.index * placesEach
  }

  get #firstOfRequest(): number {
    return this.#first + requestPlaces
  }
}

// Shared by all: with accessors of its own, each interaction would be of a class of its own to the engine, and making it
// would take longer than reading it.
const requestDescriptor: PropertyDescriptor & ThisType<Interaction> = {
  get() {
    return placeOf(this).request
  },
  set(request: RecordedRequest) {
    placeOf(this).request = request
  },
  enumerable: true,
  configurable: true,
}

const responseDescriptor: PropertyDescriptor & ThisType<Interaction> = {
  get() {
    return placeOf(this).response
  },
  set(response: RecordedResponse) {
    placeOf(this).response = response
  },
  enumerable: true,
  configurable: true,
}

function placeOf(interaction: Interaction): InteractionPlace {
  return originOf(interaction) as InteractionPlace
}

// Not so where somebody defined the property anew.
function isAsMade(interaction: Interaction, name: 'request' | 'response'): boolean {
  const made = name === 'request' ? requestDescriptor : responseDescriptor
  return Object.getOwnPropertyDescriptor(interaction, name)?.get === made.get
}
