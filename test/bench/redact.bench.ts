import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RecorderOptions } from '../../src/engine/options.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { recordedFetch } from '../../src/surfaces/fetch.ts'
import type { Row, Setup } from './row.ts'

/** What keeping secrets out costs a recording. */
export const rows: readonly Row[] = [
  {
    name: 'record the stream of a language model, with and without redaction',
    unit: 'cpu',
    subjects: { wiretape: recording({}), 'redact: false': recording({ redact: false }) },
    targets: [{ of: 'redact: false', atMost: 1.2 }],
  },
]

const env = {
  OPENAI_API_KEY: 'sk-proj-' + 'abcDEF0123'.repeat(12),
  OTHER_TOKEN: 'some-other-token-123456',
  ACME_SECRET: 'acme-secret-value-98765',
}

function recording(options: RecorderOptions): Setup {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
    const server = fork(fileURLToPath(new URL('llm-server.js', import.meta.url)))
    const [url] = (await once(server, 'message')) as [string]
    const headers = { authorization: `Bearer ${env.OPENAI_API_KEY}` }
    let cassettes = 0
    return {
      repeat: async (times) => {
        const file = join(folder, `${cassettes++}.yaml`)
        const recorder = await Recorder.open(file, { ...options, mode: 'record', env })
        const send = recordedFetch(recorder)
        for (let done = 0; done < times; done++) {
          const response = await send(url, { method: 'POST', headers, body: '{"stream":true}' })
          if ((await response.text()).length < 100_000) throw new Error('No stream came back.')
        }
        await recorder.stop({ discard: true })
      },
      close: () => {
        server.disconnect()
        rmSync(folder, { recursive: true })
      },
    }
  }
}
