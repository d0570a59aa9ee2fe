import { exitCode } from '../../surfaces/exit-codes.ts'

/** The signals that ask us to end, from now until they are let go. */
export interface Signals {
  /** The first signal that came, or comes. */
  readonly first: Promise<NodeJS.Signals>
  /** Calls for each signal that comes. @returns what stops it. */
  onEach(listener: (signal: NodeJS.Signals) => void): () => void
  /** From now on a signal ends the process at once: what remains to be done takes too long for who sent it. */
  endAtOnce(): void
  letGo(): void
}

const asked: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Takes the signals that ask this process to end. */
export function takeSignals(): Signals {
  const listeners = new Set<(signal: NodeJS.Signals) => void>()
  const first = new Promise<NodeJS.Signals>((resolve) => listeners.add(resolve))
  const take = (signal: NodeJS.Signals): void => {
    for (const listener of listeners) listener(signal)
  }
  for (const signal of asked) process.on(signal, take)
  return {
    first,
    onEach(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    endAtOnce: () =>
      listeners.add((signal) => process.exit(exitCode({ child: { code: null, signal } }))),
    letGo: () => {
      for (const signal of asked) process.off(signal, take)
    },
  }
}
