import { CassetteFormatError, CassetteVersionError, type Position } from '../errors.ts'

const before = 40
const after = 60

/** How many blanks were put before a line, by its number from 1. */
export type Shifts = ReadonlyMap<number, number>

/** A text that is being read, and how to say what is wrong with it. */
export class SourceText {
  readonly text: string
  readonly #file: string | undefined
  readonly #shifts: Shifts

  /** `shifts` says how many blanks of a line, by its number, are not in the file. */
  constructor(text: string, file: string | undefined, shifts: Shifts = new Map()) {
    this.text = text
    this.#file = file
    this.#shifts = shifts
  }

  /** Throws a `CassetteFormatError` that points at the place. `problem` and `hint` end with a full stop. */
  fail(problem: string, offset: number, hint?: string): never {
    const at = this.#position(offset)
    throw new CassetteFormatError(problem, at, {
      excerpt: this.#excerpt(at),
      ...(hint === undefined ? {} : { hint }),
    })
  }

  /** Throws a `CassetteVersionError` that points at the version. */
  failVersion(version: string, offset: number): never {
    const at = this.#position(offset)
    throw new CassetteVersionError(version, at, this.#excerpt(at))
  }

  #position(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n')
    const shift = this.#shifts.get(lines.length) ?? 0
    const column = Math.max(0, (lines.at(-1) as string).length - shift) + 1
    const at = { line: lines.length, column }
    return this.#file === undefined ? at : { file: this.#file, ...at }
  }

  #excerpt({ line, column }: Position): string {
    const whole = (this.text.split('\n', line).at(-1) as string).slice(this.#shifts.get(line))
    const from = Math.max(0, column - 1 - before)
    // Controls, half surrogates, marks that turn the direction of writing, and line separators.
    const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu
    const shown = whole.slice(from, column - 1 + after).replaceAll(unprintable, '\u00b7')
    const number = String(line)
    const caret = ' '.repeat(column - 1 - from)
    return `  ${number} | ${shown}\n  ${' '.repeat(number.length)} | ${caret}^`
  }
}
