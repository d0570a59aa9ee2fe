import type { Pacing } from './timeline.ts'

interface Check {
  readonly isRight: (value: unknown) => boolean
  readonly expected: string
}

const checks: Readonly<Record<keyof Pacing, Check>> = {
  speed: {
    isRight: (value) => value === 'recorded' || value === 'instant' || isRate(value),
    expected: "It is 'recorded', 'instant' or a number above 0.",
  },
  maxWait: { isRight: isFrom0, expected: 'It is a number of milliseconds, 0 or more.' },
  pace: {
    isRight: (value) => isRate((value as Pacing['pace'])?.eventsPerSecond),
    expected: 'Write it like { eventsPerSecond: 50 }.',
  },
  ttft: { isRight: isFrom0, expected: 'It is a number of milliseconds, 0 or more.' },
  jitter: {
    isRight: (value) => isFrom0(value) && (value as number) <= 1,
    expected: 'It is a part of each wait, from 0 to 1.',
  },
  seed: { isRight: Number.isSafeInteger, expected: 'It is a whole number.' },
}

/**
 * Checks a pacing where it was passed.
 *
 * @throws TypeError that names the option.
 */
export function checkPacing(pacing: Pacing): void {
  for (const name of Object.keys(checks) as (keyof Pacing)[]) {
    const value = pacing[name]
    const { isRight, expected } = checks[name]
    if (value === undefined || isRight(value)) continue
    throw new TypeError(`${name} is ${show(value)}. ${expected}`)
  }
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && Number.isFinite(value)
}

function isFrom0(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
}
