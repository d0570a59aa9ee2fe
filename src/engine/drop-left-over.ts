import type { Store } from './disk.ts'
import { partialOf } from './journal.ts'
import { takeLock } from './lock.ts'

/**
 * Drops what a killed run left beside a cassette.
 *
 * @param file - As the user named the cassette, for the message.
 * @throws CassetteLockedError where that run was not killed: it goes on, and may only have begun.
 */
export async function dropLeftOver(store: Store, realFile: string, file: string): Promise<void> {
  const lock = await takeLock(realFile, file, store)
  try {
    store.remove(partialOf(realFile))
  } finally {
    lock.release()
  }
}
