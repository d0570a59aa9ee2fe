import { newHeaders } from '../../src/core/headers.ts'
import type { HttpRequest } from '../../src/engine/http-request.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { interaction } from '../support/interactions.ts'
import { type Row, type Setup, amount } from './row.ts'

const many = amount(10_000, 1_000)
const few = 100

/** What a request costs that no interaction answers. */
export const rows: readonly Row[] = [
  {
    name: 'miss: to find out, however long the cassette',
    subjects: { [named(many)]: finding(many), [named(few)]: finding(few) },
    // One look-up each, the larger one in a table that fits no cache.
    targets: [{ of: named(few), atMost: 1.5 }],
  },
  {
    name: 'miss: to explain it',
    subjects: { [named(many)]: explaining(many), [named(few)]: explaining(few) },
    targets: [{ atMost: 50e6 }],
  },
]

function named(count: number): string {
  return `${count.toLocaleString('en')} interactions`
}

function finding(count: number): Setup {
  return async () => {
    const { player } = recorderOf(count)
    let next = count
    return {
      repeat: (times) => {
        for (let done = 0; done < times; done++) {
          if (player.find(asked(next++)) !== undefined) throw new Error('That was recorded.')
        }
      },
    }
  }
}

function explaining(count: number): Setup {
  return async () => {
    const recorder = recorderOf(count)
    let next = count
    return {
      repeat: (times) => {
        for (let done = 0; done < times; done++) {
          if (recorder.handle(asked(next++)).kind !== 'refuse')
            throw new Error('That was recorded.')
        }
      },
    }
  }
}

/** Chats that differ in a word: the hardest to tell apart. */
function recorderOf(count: number): Recorder {
  const interactions = Array.from({ length: count }, (_, id) => {
    const { method, url, body } = asked(id)
    return interaction({ id, request: { method, url, body: String(body) } })
  })
  return Recorder.of({ version: 2, interactions }, { repeats: 'last' })
}

function asked(nth: number): HttpRequest {
  const messages = [
    { role: 'system', content: 'You answer in one word, and never say why.' },
    { role: 'user', content: `What is ${nth} plus ${nth}?` },
  ]
  return {
    method: 'POST',
    url: 'https://api.example.com/v1/chat/completions',
    headers: newHeaders(),
    body: JSON.stringify({ model: 'gpt-4o', stream: true, temperature: 0.5, messages }),
  }
}
