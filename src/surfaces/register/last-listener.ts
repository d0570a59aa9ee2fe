import { nextTick } from '../next-tick.ts'

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
}

function lastListener(signal: NodeJS.Signals, end: () => void) {
  let isOver = false
  const listener = (): void => {
    isOver = true
    end()
    process.off(signal, listener)
    process.kill(process.pid, signal)
  }
  const standIn = (): void => {
    if (!isOver && process.listenerCount(signal) === 0) process.on(signal, listener)
  }
  const standBack = (): void => {
    if (process.listeners(signal).some((other) => other !== listener)) process.off(signal, listener)
  }
  standIn()
  return { listener, standIn, standBack }
}
