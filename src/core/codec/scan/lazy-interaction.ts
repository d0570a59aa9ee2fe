import type { Interaction, RecordedRequest, RecordedResponse } from '../../model.ts'
import { migrate } from '../migrate.ts'
import { rememberOrigin, type Origin, type Source } from '../origin.ts'
import { requestTable, responseTable } from './field-table.ts'
import { lazyRequest, lazyResponse } from './lazy-sides.ts'
import { addLazy, differs, lazyObject, type LazyName, type ValueReader } from './lazy-values.ts'
import { placesEach, requestPlaces, responsePlaces, type Scanned } from './scan-cassette.ts'
import { SideReader } from './side-reader.ts'

/** An interaction that is read when somebody asks for it. To whoever uses it, it is an ordinary object. */
export function lazyInteraction(scanned: Scanned, index: number, source: Source): Interaction {
  const place = new InteractionPlace(scanned, index, source)
  const interaction = place.toInteraction()
  rememberOrigin(interaction, place)
  return interaction
}

/** Where an interaction stands, and what it says there. */
class InteractionPlace implements Origin, ValueReader {
  readonly source: Source
  readonly index: number
  readonly #scanned: Scanned

  constructor(scanned: Scanned, index: number, source: Source) {
    this.#scanned = scanned
    this.index = index
    this.source = source
  }

  toInteraction(): Interaction {
    const interaction = lazyObject(this) as { id: number } & Interaction
    interaction.id = this.#scanned.places[this.#first + 1] as number
    addLazy(interaction, 'request')
    addLazy(interaction, 'response')
    return interaction
  }

  isChanged(interaction: Interaction): boolean {
    return differs(interaction, this.toInteraction())
  }

  read(name: LazyName): unknown {
    return name === 'request' ? this.#readRequest() : this.#readResponse()
  }

  #readRequest(): RecordedRequest {
    const side = new SideReader(this.#scanned, requestTable, this.#first + requestPlaces)
    const request = lazyRequest(side)
    if (this.#scanned.version === 1) migrate(request)
    return request
  }

  #readResponse(): RecordedResponse {
    const side = new SideReader(this.#scanned, responseTable, this.#first + responsePlaces)
    const response = lazyResponse(side)
    if (this.#scanned.version === 1) migrate(response)
    return response
  }

  get #first(): number {
    return this.index * placesEach
  }
}
