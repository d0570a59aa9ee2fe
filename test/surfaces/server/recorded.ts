import type { Interaction, RecordedRequest, RecordedResponse } from '../../../src/core/model.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import { interaction } from '../../support/interactions.ts'

/** A recorded GET, but for what is given. */
export function recorded(
  url: string,
  response: Partial<RecordedResponse> = {},
  request: Partial<RecordedRequest> = {},
): Interaction {
  return interaction({ request: { url, host: new URL(url).host, ...request }, response })
}

/** A cassette of interactions, numbered in their order. */
export function cassetteOf(...interactions: readonly Interaction[]): {
  readonly version: 2
  readonly interactions: readonly Interaction[]
} {
  return { version: 2, interactions: interactions.map((one, id) => ({ ...one, id })) }
}

/** The file of such a cassette. */
export function fileOf(...interactions: readonly Interaction[]): Uint8Array {
  return stringifyCassette(cassetteOf(...interactions))
}

/** The body of an answer at a URL. */
export async function textAt(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return (await fetch(url, { headers })).text()
}
