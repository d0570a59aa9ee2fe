import http from 'node:http'
import * as undici from 'undici'
import '../../../src/surfaces/taps/install.ts'
import { askFetch } from '../ask-fetch.ts'
import { askHttp } from '../ask-http.ts'
import { askUndici } from '../ask-undici.ts'
import { tapped } from './tapped.ts'

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
