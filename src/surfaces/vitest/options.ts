import type { RecorderOptions } from '../../engine/options.ts'

/** How the cassette of a test behaves. Everything has a default. */
export interface CassetteOptions extends RecorderOptions {
  /**
   * The cassette `cassettes/<name>.yaml` instead of the test's own. All tests of a file that name it share it: it is
   * opened before the first and saved after the last, if they all passed.
   */
  readonly name?: string
  /** What becomes of interactions that a test never played. `'warn'` has the reporter name them. @defaultValue `'warn'` */
  readonly unused?: 'ignore' | 'warn' | 'fail'
}
