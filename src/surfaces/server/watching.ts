import { type Alarm, processClock } from '../../engine/clock.ts'
import { asError } from '../../engine/recorder-errors.ts'
import type { Stock } from './stock.ts'

/** How often files are looked at, in milliseconds. Notices of the system get lost: editors and containers replace files. */
const everyMs = 300

/** What is said of files that change. */
export interface Changes {
  /** Others are played from now on. */
  changed(): void
  /** The files as they are now cannot be played: those from before go on. */
  failed(error: Error): void
}

/** Looks at the files of a stock from time to time. @returns what ends it */
export function watchStock(stock: Stock, changes: Changes): () => void {
  let alarm: Alarm
  const look = (): void => {
    try {
      if (stock.refresh()) changes.changed()
    } catch (error) {
      changes.failed(asError(error))
    }
    next()
  }
  const next = (): void => {
    alarm = processClock.at(processClock.now() + everyMs, look)
  }
  next()
  return () => alarm.cancel()
}
