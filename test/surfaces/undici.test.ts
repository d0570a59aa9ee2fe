import * as undici from 'undici'
import { cassetteDispatcher } from '../../src/surfaces/undici.ts'
import { type Answer, type Ask, type Subject, battery } from './battery.ts'
import { askFetch } from './ask-fetch.ts'
import { askUndici } from './ask-undici.ts'

type Client = (ask: Ask) => Promise<Answer>

function subject(name: string, clientOf: (dispatcher: undici.Dispatcher) => Client): Subject {
  return {
    name,
    client(recorder) {
      const agent = new undici.Agent()
      const ask = clientOf(cassetteDispatcher(recorder, agent))
      return { ask, close: () => agent.destroy() }
    },
  }
}

battery(subject('undici.request', (dispatcher) => (ask) => askUndici(ask, dispatcher)))

battery(
  subject(
    "undici's fetch",
    (dispatcher) => (ask) => askFetch(undici.fetch as unknown as typeof fetch, ask, { dispatcher }),
  ),
)

battery({
  name: 'the built-in fetch with a dispatcher',
  client: (recorder) => ({
    ask: (ask) => askFetch(fetch, ask, { dispatcher: cassetteDispatcher(recorder) }),
    close: async () => {},
  }),
})
