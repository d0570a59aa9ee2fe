import { basename, isAbsolute } from 'node:path'
import { printable } from '../core/match/explain/printable.ts'

/** What messages call this process: `process 4711 (app.js)`. */
export function thisProcess(): string {
  const { pid, argv } = process
  const [, file = ''] = argv
  // Behind `node -e` it is whatever was handed to the program.
  const name = isAbsolute(file) ? basename(file) : 'node'
  return `process ${pid} (${printable(name)})`
}
