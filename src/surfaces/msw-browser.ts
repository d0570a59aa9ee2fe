import type { HttpHandler } from 'msw'
import * as yaml from 'yaml'
import { parserWith } from '../core/codec/parse.ts'
import type { Cassette } from '../core/model.ts'
import type { Host } from '../engine/opened.ts'
import { type HandlerOptions, handlersOf } from './msw/handlers.ts'

/** A page, which has no environment, and whose requests are seen before they are coded. */
const page: Host = {
  env: {},
  warn: (message) => console.warn(`wiretape: ${message}`),
  decoded: (request) => request,
}
const parse = parserWith(() => yaml)

/** `cassetteHandlers` of `wiretape/msw`, where a browser's bundle asks for it: the same, without Node. */
export function cassetteHandlers(
  cassette: string | Uint8Array | Cassette,
  options: HandlerOptions = {},
): HttpHandler[] {
  return handlersOf(cassette, options, { host: page, parse })
}
