/** Whether this is `npm run proof`, which takes its time. */
export const isProof: boolean = process.env['WIRETAPE_PROOF'] === '1'

/**
 * How often a test tries something random: the first number in every run, the second in `npm run proof`.
 *
 * @example fc.assert(property, { numRuns: tries(5_000, 100_000) })
 */
export function tries(usual: number, inProof: number): number {
  return isProof ? inProof : usual
}
