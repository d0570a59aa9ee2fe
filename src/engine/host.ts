import { decodedRequest } from './decoded-request.ts'
import type { Host } from './opened.ts'
import type { RecorderOptions } from './options.ts'

/** This process. */
export const nodeHost: Host = {
  get env() {
    return process.env
  },
  warn: (message) => void process.stderr.write(`wiretape: ${message}\n`),
  decoded: decodedRequest,
}

/** Where warnings go: to the option that takes them, else to stderr. */
export function warnWith({
  onWarning,
}: Pick<RecorderOptions, 'onWarning'>): (message: string) => void {
  return onWarning ?? nodeHost.warn
}
