import { WiretapeError } from '../core/errors.ts'
import type { HttpRequest } from './http-request.ts'
import type { Opened } from './opening.ts'

/** Why a request is refused: what comes nearest, and each difference. */
export function refusal({ path }: Opened, { method, url }: HttpRequest): WiretapeError {
  return new WiretapeError('NO_MATCH', `No interaction in ${path} matches ${method} ${url}.`)
}
