import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rateThrough, startService } from './proxy-client.ts'
import { type Row, type Setup, amount } from './row.ts'

const targets: Row['targets'] = [
  { of: 'bare', atLeast: 0.6 },
  { of: 'mockttp', atLeast: 3 },
]

/** The recording proxy, between a client and a service of another process. */
export const rows: readonly Row[] = [
  {
    name: 'proxy: requests a second, 32 connections',
    unit: 'rate',
    subjects: { wiretape: rate('wiretape'), bare: rate('bare'), mockttp: rate('mockttp') },
    targets,
    rounds: 9,
    forks: 1,
  },
  {
    // What it costs alone: client and service have the same processors.
    name: 'proxy: requests for a second of its processor time',
    unit: 'rate',
    subjects: {
      wiretape: rate('wiretape', 'cpu'),
      bare: rate('bare', 'cpu'),
      mockttp: rate('mockttp', 'cpu'),
    },
    targets,
    rounds: 9,
    forks: 1,
  },
]

function rate(kind: string, by: 'wall' | 'cpu' = 'wall'): Setup {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
    const script = fileURLToPath(new URL('proxy-server.js', import.meta.url))
    const server = fork(script, [kind, folder], { execArgv: ['--no-warnings'] })
    const [port] = (await once(server, 'message')) as [number]
    const service = await startService()
    const ask = (requests: number): Promise<number> => rateThrough(port, service.port, requests, 32)
    const cpu = async (): Promise<number> => {
      server.send('cpu')
      const [micros] = (await once(server, 'message')) as [number]
      return micros
    }
    // The JIT has seen it by then.
    await ask(amount(20_000, 100))
    return {
      measure: async () => {
        const requests = amount(10_000, 100)
        const before = await cpu()
        const byWall = await ask(requests)
        return by === 'wall' ? byWall : (requests / ((await cpu()) - before)) * 1e6
      },
      close: async () => {
        server.disconnect()
        await once(server, 'exit')
        service.close()
        rmSync(folder, { recursive: true })
      },
    }
  }
}
