import { once } from 'node:events'
import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from 'node:fs'
import { type ServerResponse, request } from 'node:http'
import { expect } from 'vitest'
import { Bin } from '../cli/bin.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'
import { tries } from '../support/tries.ts'

const mebibyte = 1_048_576
const piece = Buffer.alloc(mebibyte, 'a piece of a large body, over and over; ')
const large = tries(160, 1_024)
const bodies = tries(8, 50)
const bodyMebibytes = tries(24, 60)

// What /proc tells exists on Linux alone.
const measured = test.skipIf(process.platform !== 'linux')

/** The memory of a process in MiB: what it takes now, or the most it ever took. */
function memoryOf({ process }: Bin, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${process.pid}/status`, 'latin1')
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024
}

async function send(to: NodeJS.WritableStream, pieces: number): Promise<void> {
  for (let sent = 0; sent < pieces; sent++) if (!to.write(piece)) await once(to, 'drain')
}

/** Asks, and counts the bytes of the answer. */
function ask(
  url: string,
  upload = 0,
): Promise<{ readonly status: number; readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: upload > 0 ? 'POST' : 'GET', agent: false })
    asking.once('error', reject).once('response', (response) => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length)).once('error', reject)
      response.once('end', () => resolve({ status: response.statusCode ?? 0, bytes }))
    })
    send(asking, upload).then(() => asking.end(), reject)
  })
}

measured(
  `${large} MiB down and ${large} MiB up pass live, are not kept, and say so in replay`,
  { timeout: 300_000 },
  async ({ server, cassettePath }) => {
    let received = 0
    server.reply((incoming, response) => {
      if (incoming.method === 'GET') return void send(response, large).then(() => response.end())
      incoming.on('data', (part: Buffer) => (received += part.length))
      incoming.once('end', () => response.end('thanks'))
    })
    const recording = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
    const url = await recording.url()
    await ask(`${url}/first`, 1)
    received = 0
    const idle = memoryOf(recording, 'VmRSS')

    const down = await ask(`${url}/down`)
    const up = await ask(`${url}/up`, large)

    const more = memoryOf(recording, 'VmHWM') - idle
    expect([down.bytes, received, up.bytes]).toEqual([large * mebibyte, large * mebibyte, 6])
    expect(more).toBeLessThan(300)
    expect((await recording.end()).code).toBe(0)
    const { interactions } = loadCassette(cassettePath)
    expect(interactions[1]?.response).toMatchObject({ body: '', error: 'BODY_NOT_KEPT' })
    expect(interactions[2]?.request.body).toBe('')
    const replaying = new Bin(['replay', cassettePath, '--speed', 'instant'])
    expect(await (await fetch(`${await replaying.url()}/down`)).text()).toMatch(/not kept/)
    console.log(`${large} MiB down and up: ${Math.round(more)} MiB more than idle`)
  },
)

measured(
  `${bodies} bodies of ${bodyMebibytes} MiB at once go to the disk, encrypted, rather than fill the memory`,
  { timeout: 600_000 },
  async ({ server, folder, cassettePath }) => {
    const waiting: ServerResponse[] = []
    let inFlight = 0
    let spilled: readonly string[] = []
    server.reply((_incoming, response) => {
      void send(response, bodyMebibytes - 1).then(() => {
        if (waiting.push(response) < bodies) return
        // All but their last pieces have come.
        inFlight = memoryOf(recording, 'VmHWM')
        spilled = spillsOf(recording, folder)
        for (const one of waiting) one.end(piece)
      })
    })
    const recording = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
    const url = await recording.url()
    const idle = memoryOf(recording, 'VmRSS')

    const asked = Array.from({ length: bodies }, (_, number) => ask(`${url}/${number}`))
    const answers = await Promise.all(asked)

    const most = memoryOf(recording, 'VmHWM')
    const sizes = new Set(answers.map(({ bytes }) => bytes))
    expect(sizes).toEqual(new Set([bodyMebibytes * mebibyte]))
    expect(spilled.length).toBeGreaterThan(1)
    for (const bytes of spilled) expect(bytes).not.toContain('a large body')
    expect(readdirSync(folder)).toEqual(['cassette.yaml.partial'])
    expect(inFlight - idle).toBeLessThan(300)
    expect(most - idle).toBeLessThan(800)
    const { code, stderr } = await recording.end()
    expect([code, stderr]).toEqual([0, expect.stringContaining(`wiretape: ${bodies} recorded`)])
    const more = [inFlight, most].map((mib) => Math.round(mib - idle)).join(' and ')
    console.log(
      `${bodies} x ${bodyMebibytes} MiB: ${more} MiB more than idle, under way and at most`,
    )
  },
)

/** What begins the files without a name that a process has in a folder. */
function spillsOf({ process }: Bin, folder: string): readonly string[] {
  const descriptors = `/proc/${process.pid}/fd`
  return readdirSync(descriptors).flatMap((name) => {
    const file = `${descriptors}/${name}`
    if (!readlinkSync(file).startsWith(`${folder}/.wiretape`)) return []
    const bytes = Buffer.alloc(mebibyte)
    const opened = openSync(file, 'r')
    readSync(opened, bytes, 0, bytes.length, 0)
    closeSync(opened)
    return [bytes.toString('latin1')]
  })
}
