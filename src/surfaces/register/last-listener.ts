import { constants } from 'node:os'
import { nextTick } from '../next-tick.ts'
import { patch } from '../taps/patch.ts'

/**
 * Calls something before a signal ends this process, which then ends as it would have.
 *
 * While the program listens to the signal itself, it is the program's alone: our listener is there only while there is
 * no other, for many ask how many there are.
 */
export function beforeSignalEnds(signals: readonly NodeJS.Signals[], end: () => void): void {
  const last = new Map(signals.map((signal) => [signal as string, lastListener(signal, end)]))
  process.on('newListener', (event: string | symbol, listener: unknown) => {
    const ours = last.get(String(event))
    // It is added once this returns: at no moment may there be none.
    if (ours !== undefined && listener !== ours.listener) nextTick(() => ours.standBack())
  })
  process.on('removeListener', (event: string | symbol) => last.get(String(event))?.standIn())
  beforeOwnKill((signal) => last.get(signal)?.giveWay())
}

function lastListener(signal: NodeJS.Signals, end: () => void) {
  let isOver = false
  const leave = (): void => {
    isOver = true
    end()
    process.off(signal, listener)
  }
  const listener = (): void => {
    leave()
    process.kill(process.pid, signal)
  }
  const giveWay = (): void => {
    const [only, ...others] = process.listeners(signal)
    if (only === listener && others.length === 0) leave()
  }
  const standIn = (): void => {
    if (!isOver && process.listenerCount(signal) === 0) process.on(signal, listener)
  }
  const standBack = (): void => {
    if (process.listeners(signal).some((other) => other !== listener)) process.off(signal, listener)
  }
  standIn()
  return { listener, standIn, standBack, giveWay }
}

/**
 * Calls something before this process sends itself a signal, which ends it at once.
 *
 * With a listener it goes on until the event loop's next turn, and where there is none it ends as if nothing had been.
 */
function beforeOwnKill(before: (signal: string) => void): void {
  patch(process, 'kill', (original) => {
    return function kill(this: NodeJS.Process, pid, signal) {
      if (pid === process.pid) before(nameOf(signal))
      return original.call(this, pid, signal)
    }
  })
}

function nameOf(signal: string | number | undefined): string {
  if (typeof signal !== 'number') return signal ?? 'SIGTERM'
  return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? ''
}
