import { Duplex } from 'node:stream'

/**
 * Two ends of a connection within the process: what is written to one is read from the other.
 *
 * A write is done at once, as into the buffers of a kernel. Sessions of HTTP/2 do not read while they write: with Node's own
 * `duplexPair()`, whose writes wait for the reader, both would wait for each other. What is on its way is bounded by their
 * flow control.
 */
export function openPair(): readonly [Duplex, Duplex] {
  const ends: readonly [Duplex, Duplex] = [openEnd(() => ends[1]), openEnd(() => ends[0])]
  return ends
}

function openEnd(other: () => Duplex): Duplex {
  return new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      other().push(chunk)
      done()
    },
    final(done) {
      other().push(null)
      done()
    },
    destroy(error, done) {
      if (!other().destroyed) other().push(null)
      done(error)
    },
  })
}
