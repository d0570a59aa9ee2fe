import { bodyLength } from '../core/body.ts'
import { createIndex, type InteractionIndex } from '../core/match/interaction-index.ts'
import type { Comparable } from '../core/match/normalise.ts'
import type { Interaction } from '../core/model.ts'
import type { Opened } from './opened.ts'

/** Makes the index of interactions that are played. */
export function newIndex(
  interactions: readonly Interaction[],
  opened: Pick<Opened, 'matcher' | 'host' | 'maxBodyBytes'>,
): InteractionIndex {
  return createIndex(interactions, opened.matcher, (request) => decodedRecorded(request, opened))
}

/** A recorded request as it is matched. go-vcr keeps a body as its client sent it, with its codings. */
function decodedRecorded(
  request: Comparable,
  { host, maxBodyBytes }: Pick<Opened, 'host' | 'maxBodyBytes'>,
): Comparable {
  const { body } = request
  // Codings leave no text: of nearly all requests no more is read than is compared.
  if (body === undefined || typeof body === 'string') return request
  const { method, url, headers } = request
  const asked = { method, url, headers, body }
  const decoded = host.decoded(asked, maxBodyBytes)
  if (decoded === asked || decoded.body === undefined) return request
  const length = { contentLength: bodyLength(decoded.body) }
  return { ...request, ...decoded, ...length }
}
