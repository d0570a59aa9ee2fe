import type { RedactOptions } from '../../core/redact/options.ts'
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

/** Lays options over those of a wider scope. Rules of redaction add up: a test that names one keeps the suite's. */
export function laidOver(wider: CassetteOptions, own: CassetteOptions): CassetteOptions {
  const { redact: above } = own
  const { redact: below } = wider
  if (!above || !below) return { ...wider, ...own }
  return { ...wider, ...own, redact: rulesTogether(below, above) }
}

function rulesTogether(below: RedactOptions, above: RedactOptions): RedactOptions {
  const kinds = new Set([...Object.keys(below), ...Object.keys(above)]) as Set<keyof RedactOptions>
  return Object.fromEntries([...kinds].map((kind) => [kind, both(below[kind], above[kind])]))
}

/** A list and another; what is no list is for whoever checks the rules. */
function both(below: unknown, above: unknown): unknown {
  if (above === undefined) return below
  return Array.isArray(below) && Array.isArray(above) ? [...below, ...above] : above
}
