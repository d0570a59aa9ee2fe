import http from 'node:http'
import * as undici from 'undici'
import '../../../src/surfaces/taps/install.ts'
import { askFetch } from '../ask-fetch.ts'
import { askHttp } from '../ask-http.ts'
import { askUndici } from '../ask-undici.ts'
import { type Answer, type Ask, battery } from '../battery.ts'

type AskOnce = (ask: Ask) => Promise<Answer>

function tapped(name: string, askWith: () => { ask: AskOnce; close?: () => Promise<void> }): void {
  battery({
    name: `${name}, tapped`,
    client(recorder) {
      recorder.install()
      const { ask, close } = askWith()
      return {
        ask,
        async close() {
          recorder.uninstall()
          await close?.()
        },
      }
    },
  })
}

tapped('the built-in fetch', () => ({ ask: (ask) => askFetch(fetch, ask) }))

tapped('undici.request', () => {
  const agent = new undici.Agent()
  return { ask: (ask) => askUndici(ask, agent), close: () => agent.destroy() }
})

tapped('undici.fetch', () => ({
  ask: (ask) => askFetch(undici.fetch as unknown as typeof fetch, ask),
}))

tapped('node:http', () => ({ ask: (ask) => askHttp(ask) }))

tapped('node:http with a keep-alive agent', () => {
  const agent = new http.Agent({ keepAlive: true })
  return { ask: (ask) => askHttp(ask, { agent }), close: async () => agent.destroy() }
})
