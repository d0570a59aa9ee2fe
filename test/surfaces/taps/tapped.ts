import type { test } from '../../support/test.ts'
import { type Answer, type Ask, type Subject, battery } from '../battery.ts'

/** A client that knows nothing of a recorder. */
export interface Client {
  ask(ask: Ask): Promise<Answer>
  close?(): Promise<void>
}

/** Runs the battery for a client while a recorder is installed. */
export function tapped(name: string, open: () => Client, over?: typeof test): void {
  const subject: Subject = {
    name: `${name}, tapped`,
    client(recorder) {
      recorder.install()
      const client = open()
      return {
        ask: (ask) => client.ask(ask),
        async close() {
          recorder.uninstall()
          await client.close?.()
        },
      }
    },
  }
  battery(subject, over)
}
