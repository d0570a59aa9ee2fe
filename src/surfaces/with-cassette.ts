import { WiretapeError } from '../core/errors.ts'
import type { RecorderOptions } from '../engine/options.ts'
import { Recorder } from '../engine/recorder.ts'
import { inScopeOf } from './taps/scopes.ts'
import { isError } from '../core/realms.ts'

/** What runs with a cassette. */
export type WithRecorder<T> = (recorder: Recorder) => T | Promise<T>

/**
 * Runs a function whose requests are recorded to a cassette, or replayed from it, whatever client sends them.
 *
 * Several may run at once in one process: each sees only its own requests. Where the function throws, the cassette stays
 * as it was.
 *
 * @returns what the function returns.
 * @throws what the function throws, NoMatchError where one of its requests was refused, and what `Recorder.open()` and
 *   `stop()` throw.
 * @example const answer = await withCassette('cassettes/hello.yaml', () => client.responses.create({ ... }))
 */
export function withCassette<T>(path: string, run: WithRecorder<T>): Promise<T>
export function withCassette<T>(
  path: string,
  options: RecorderOptions,
  run: WithRecorder<T>,
): Promise<T>
export async function withCassette<T>(
  path: string,
  ...given: [WithRecorder<T>] | [RecorderOptions, WithRecorder<T>]
): Promise<T> {
  const [options, run] = given.length === 1 ? [{}, given[0]] : given
  if (typeof run !== 'function') {
    throw new TypeError(`withCassette(${JSON.stringify(path)}, ...) was given no function to run.`)
  }
  const recorder = await Recorder.open(path, options)
  let value: T
  try {
    recorder.install()
    value = await inScopeOf(recorder, () => run(recorder))
  } catch (error) {
    await recorder.stop({ discard: true })
    throw missBehind(error) ?? error
  }
  await recorder.stop()
  return value
}

/** The refusal that brought an error about: clients wrap it, and it is what explains the error. */
function missBehind(error: unknown): Error | undefined {
  for (let at = error, depth = 0; isError(at) && depth < 10; at = at.cause, depth++) {
    if (at instanceof WiretapeError && at.code === 'NO_MATCH') return at
  }
  return undefined
}
