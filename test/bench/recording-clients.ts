import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Recorder } from '../../src/index.ts'
import type { Client } from './clients.ts'
import type { Setup } from './row.ts'

/**
 * The processor time of a GET of a path, in nanoseconds, recorded to a cassette or by the client alone.
 *
 * So many requests make a run. What opens and saves its cassette is not in it.
 */
export function gets(client: Client, path: string, isRecorded: boolean, times: number): Setup {
  return async () => {
    const bench = await Bench.open()
    const measure = async (): Promise<number> => {
      const recorder = isRecorded ? await bench.recorder() : undefined
      const opened = await client.open(recorder)
      // The connection is made.
      await opened.get(bench.url)
      const before = process.cpuUsage()
      for (let done = 0; done < times; done++) await opened.get(bench.url + path)
      const { user, system } = process.cpuUsage(before)
      await opened.close()
      await recorder?.stop({ discard: true })
      if (recorder !== undefined && recorder.counts.recorded !== times + 1)
        throw new Error(`${recorder.counts.recorded} of ${times + 1} were recorded.`)
      return ((user + system) * 1000) / times
    }
    // The first rounds are those of the JIT.
    for (let round = 0; round < 3; round++) await measure()
    return { measure, close: () => bench.close() }
  }
}

/** How many milliseconds later the first byte comes where it is recorded: the difference of medians, asked in turns. */
export function firstByteLater(client: Client): Setup {
  return async () => {
    const bench = await Bench.open()
    const measure = async (): Promise<number> => {
      const bare: number[] = []
      const recorded: number[] = []
      for (let turn = 0; turn < 5; turn++) {
        bare.push(...(await firstBytes(client, bench.url)))
        const recorder = await bench.recorder()
        recorded.push(...(await firstBytes(client, bench.url, recorder)))
        await recorder.stop({ discard: true })
      }
      return median(recorded) - median(bare)
    }
    await measure()
    return { measure, close: () => bench.close() }
  }
}

async function firstBytes(client: Client, url: string, recorder?: Recorder): Promise<number[]> {
  const times: number[] = []
  const opened = await client.open(recorder)
  await opened.get(url)
  for (let done = 0; done < 100; done++) {
    const begun = performance.now()
    // Of so small an answer the first byte is also the last.
    await opened.get(url)
    times.push(performance.now() - begun)
  }
  await opened.close()
  return times
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/** A server to ask and a folder to record to. */
class Bench {
  readonly url: string
  readonly #close: () => void
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
  #cassettes = 0

  private constructor(url: string, close: () => void) {
    this.url = url
    this.#close = close
  }

  static async open(): Promise<Bench> {
    const server = fork(fileURLToPath(new URL('small-server.js', import.meta.url)))
    const [url] = (await once(server, 'message')) as [string]
    return new Bench(url, () => server.disconnect())
  }

  recorder(): Promise<Recorder> {
    const file = join(this.#folder, `${this.#cassettes++}.yaml`)
    return Recorder.open(file, { mode: 'record', env: {} })
  }

  close(): void {
    this.#close()
    rmSync(this.#folder, { recursive: true })
  }
}
