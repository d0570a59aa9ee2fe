/** What every error of wiretape is. Tell them apart by `code`: several copies of wiretape may live in one process. */
export class WiretapeError extends Error {
  /** Stable: `NO_MATCH`, `CASSETTE_NOT_FOUND`, ... */
  readonly code: string

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
    this.name = new.target.name
  }
}

/** Where in a file something is: line and column count from 1. */
export interface Position {
  readonly file?: string
  readonly line: number
  readonly column: number
}

/** The cassette does not exist, or is a folder. */
export class CassetteNotFoundError extends WiretapeError {
  readonly file: string

  constructor(file: string, message: string, options?: { readonly cause?: unknown }) {
    super('CASSETTE_NOT_FOUND', message, options)
    this.file = file
  }
}

/** The file is no cassette, or says something a cassette cannot hold. */
export class CassetteFormatError extends WiretapeError {
  readonly file: string | undefined
  readonly line: number
  readonly column: number
  /** What is wrong, without the place. */
  readonly problem: string
  /** The line, and a line that points at the column, where they are known. */
  readonly excerpt: string | undefined

  constructor(problem: string, at: Position, options?: CassetteFormatErrorOptions) {
    super(options?.code ?? 'CASSETTE_FORMAT', formatMessage(problem, at, options), options)
    this.excerpt = options?.excerpt
    this.problem = problem
    this.file = at.file
    this.line = at.line
    this.column = at.column
  }
}

interface CassetteFormatErrorOptions {
  /** What to do, as a sentence. */
  readonly hint?: string
  readonly excerpt?: string
  readonly cause?: unknown
  readonly code?: string
}

function formatMessage(
  problem: string,
  at: Position,
  options: CassetteFormatErrorOptions | undefined,
): string {
  const where = `Cannot read ${at.file ?? 'the cassette'}: line ${at.line}, column ${at.column}: ${problem}`
  return [where, options?.excerpt, options?.hint].filter((line) => line !== undefined).join('\n')
}

/** The cassette says a version that wiretape does not know. */
export class CassetteVersionError extends CassetteFormatError {
  /** As the file has it. */
  readonly version: string

  constructor(version: string, at: Position, excerpt?: string) {
    super(`the version is ${version}, and wiretape reads 1 and 2.`, at, {
      code: 'CASSETTE_VERSION',
      ...(excerpt === undefined ? {} : { excerpt }),
      hint: 'Is it a cassette of go-vcr or wiretape, or was it made by a newer one?',
    })
    this.version = version
  }
}

/** Another recorder is going to save the same cassette. */
export class CassetteLockedError extends WiretapeError {
  readonly file: string

  constructor(file: string, message: string) {
    super('CASSETTE_LOCKED', message)
    this.file = file
  }
}

/** The file could not be read or written, or is no longer the one that was loaded. */
export class CassetteStoreError extends WiretapeError {
  readonly file: string

  constructor(file: string, message: string, options?: { readonly cause?: unknown }) {
    super('CASSETTE_STORE', message, options)
    this.file = file
  }
}

/** Recorded, never played, and the caller asked to be told. */
export class UnusedInteractionsError extends WiretapeError {
  readonly unused: readonly number[]

  constructor(unused: readonly number[], message: string) {
    super('UNUSED', message)
    this.unused = unused
  }
}

/** The body was larger than `maxBodyBytes` when it was recorded. */
export class BodyNotKeptError extends WiretapeError {
  constructor(message: string) {
    super('BODY_NOT_KEPT', message)
  }
}

/** A client of this process is not where wiretape looks for it, or a request went past. */
export class TapError extends WiretapeError {
  constructor(message: string) {
    super('TAP_FAILED', message)
  }
}
