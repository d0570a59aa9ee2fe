import type { NormalUrl } from './normal-url.ts'
import type { Normalised } from './normalise.ts'
import { type Pair, wildNames } from './pairs.ts'
import type { Template } from './templates.ts'
import { wild } from './wild.ts'

/** The template of a recorded URL, where it holds a wild token. */
export function urlTemplate({ url }: Normalised): Template | undefined {
  if (!url.isWild) return undefined
  const hasOrigin = !url.host.includes(wild)
  const hasPath = !url.path.includes(wild)
  const names = wildNames(url.query)
  return {
    id: JSON.stringify([hasOrigin, hasPath, ...[...names].toSorted()]),
    keyOf: (request) => keyOf(request.url, hasOrigin, hasPath, names),
  }
}

function keyOf(
  { scheme, host, path, query }: NormalUrl,
  hasOrigin: boolean,
  hasPath: boolean,
  names: ReadonlySet<string>,
): string {
  const left = query.filter(([name]: Pair) => !names.has(name))
  return JSON.stringify([hasOrigin && `${scheme}://${host}`, hasPath && path, left])
}
