import { recordedFetch } from '../../src/surfaces/fetch.ts'
import { askFetch } from './ask-fetch.ts'
import { type Subject, battery } from './battery.ts'

const builtIn: Subject = {
  name: 'recordedFetch over the built-in fetch',
  client(recorder) {
    const send = recordedFetch(recorder)
    return { ask: (ask) => askFetch(send, ask), close: async () => {} }
  },
}

battery(builtIn)
