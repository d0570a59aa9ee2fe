import { inNextTurn } from './clock.ts'
import { inMicrotask } from './real-timers.ts'

// As many as several busy connections bring in one turn of the event loop.
const mostInATurn = 32
let given = 0
let waiting = 0

/**
 * Whether what is due at once is to wait for the next turn of the event loop all the same. Then call `inOwedTurn()`.
 *
 * A service's answers each come in a turn of their own. A program that asks again whenever it has its answer would get
 * none from a cassette: no timer of its own would ring, and what is freed in the next turn would pile up.
 */
export function owesTurn(): boolean {
  if (waiting > 0) return true
  given += 1
  return given > mostInATurn
}

/** Runs something in the next turn. What comes after it waits behind it. */
export function inOwedTurn(run: () => void): void {
  waiting += 1
  inNextTurn(() => {
    waiting -= 1
    given = 0
    run()
  })
}

/** Runs something in a microtask, or where that is owed in the next turn. */
export function soon(run: () => void): void {
  if (owesTurn()) inOwedTurn(run)
  else inMicrotask(run)
}

/** Runs something now, or where that is owed in the next turn. */
export function nowOrOwed(run: () => void): void {
  if (owesTurn()) inOwedTurn(run)
  else run()
}
