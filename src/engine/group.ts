import type { Appender, Emit } from './disk.ts'

const roomBytes = 262_144

/** Entries of a journal that are written together: each write is a call to the system. */
export class Group {
  readonly #room = Buffer.allocUnsafeSlow(roomBytes)
  /** Where each entry ends. */
  #ends: number[] = []

  /** Takes an entry, unless there is no room for it. @returns whether it has */
  take(emit: Emit): boolean {
    let end = this.#ends.at(-1) ?? 0
    emit((bytes) => {
      if (end + bytes.length <= roomBytes) this.#room.set(bytes, end)
      end += bytes.length
    })
    if (end > roomBytes) return false
    this.#ends.push(end)
    return true
  }

  /** Writes the entries, and is empty again. Where there is not room for all, those are on the disk that have room. */
  writeTo(appender: Appender): void {
    const ends = this.#ends
    if (ends.length === 0) return
    this.#ends = []
    const append = (from: number, to: number): void =>
      appender.append((write) => write(this.#room.subarray(from, to)))
    try {
      append(0, ends.at(-1) ?? 0)
    } catch {
      // Nothing of it was written. What fails of one entry is raised.
      let from = 0
      for (const end of ends) {
        append(from, end)
        from = end
      }
    }
  }
}
