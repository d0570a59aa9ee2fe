import type { Body } from '../../body.ts'
import type { Chunk } from '../../chunks.ts'
import type { HeaderMap } from '../../headers.ts'
import type { RecordedResponse } from '../../model.ts'
import { responseTable } from './field-table.ts'
import type { Scanned } from './scan-cassette.ts'
import { SideReader } from './side-reader.ts'

const at = Object.fromEntries(responseTable.positions) as Readonly<
  Record<keyof RecordedResponse, number>
>

/** The response whose places begin there, each part read when it is asked for: to play it, most are not. */
export function responsePartsAt(scanned: Scanned, first: number): RecordedResponse {
  // To who reads it, a property that is not there is undefined, too.
  return new Parts(scanned, first) as RecordedResponse
}

class Parts {
  readonly #read: SideReader
  #body: Body | undefined
  #headers: HeaderMap | undefined

  constructor(scanned: Scanned, first: number) {
    this.#read = new SideReader(scanned, responseTable, first)
  }

  get proto(): string {
    return this.#read.at(at.proto).text()
  }

  get protoMajor(): number {
    return this.#read.at(at.protoMajor).integer()
  }

  get protoMinor(): number {
    return this.#read.at(at.protoMinor).integer()
  }

  get transferEncoding(): readonly string[] {
    return this.#read.at(at.transferEncoding).list()
  }

  get trailer(): HeaderMap {
    return this.#read.at(at.trailer).map()
  }

  get contentLength(): number {
    return this.#read.at(at.contentLength).integer()
  }

  get uncompressed(): boolean {
    return this.#read.at(at.uncompressed).boolean()
  }

  get body(): Body {
    return (this.#body ??= this.#read.at(at.body).body())
  }

  get headers(): HeaderMap {
    return (this.#headers ??= this.#read.at(at.headers).map())
  }

  get status(): string {
    return this.#read.at(at.status).text()
  }

  get code(): number {
    return this.#read.at(at.code).integer()
  }

  get duration(): number {
    return this.#read.at(at.duration).duration()
  }

  get chunks(): readonly Chunk[] | undefined {
    return this.#read.at(at.chunks).hasNext ? this.#read.chunks() : undefined
  }

  get error(): string | undefined {
    return this.#read.at(at.error).hasNext ? this.#read.text() : undefined
  }
}
