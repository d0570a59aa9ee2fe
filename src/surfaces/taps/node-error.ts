import { isError } from '../../core/realms.ts'
import { mainGlobal } from './main-global.ts'

const NodesError = Reflect.get(mainGlobal, 'Error') as typeof Error

/**
 * An error as Node's own fetch hands it on. Of another realm (jest, vitest's vm pools) it takes for an error only what says
 * that `Error` has made it; of all else it keeps the text alone.
 */
export function nodeError<Value>(error: Value): Value {
  if (error instanceof NodesError || !isError(error)) return error
  return Object.defineProperty(error, 'constructor', { value: Error, configurable: true })
}
