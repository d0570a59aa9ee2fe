import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { expect } from 'vitest'
import { Bin } from '../cli/bin.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'
import { tries } from '../support/tries.ts'

const connections = 500
const seconds = tries(10, 60)

test(
  `${connections} connections for ${seconds} s: each answer is right, and in the file once, in the order of requests`,
  { timeout: 300_000 },
  async ({ server, cassettePath }) => {
    server.reply((incoming, response) => {
      const path = incoming.url ?? ''
      if (path.includes('/stream')) return stream(sse(3), { everyMs: 2 })(incoming, response)
      incoming.resume().once('end', () => response.end(answerTo(path)))
    })
    const recording = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
    const url = await recording.url()
    const agent = new Agent({ keepAlive: true, maxSockets: connections })
    const until = Date.now() + seconds * 1_000
    let wrong = 0
    const work = async (worker: number): Promise<number> => {
      let count = 0
      for (; Date.now() < until; count++) {
        const kind = count % 10 === 9 ? 'stream' : 'text'
        const path = `/${worker}/${count}/${kind}`
        const body = await ask(agent, `${url}${path}`)
        if (body !== (kind === 'stream' ? sse(3).join('') : answerTo(path))) wrong += 1
      }
      return count
    }

    const counts = await Promise.all(
      Array.from({ length: connections }, (_, worker) => work(worker)),
    )
    agent.destroy()
    const { code } = await recording.end()

    expect([code, wrong]).toEqual([0, 0])
    const { interactions } = loadCassette(cassettePath)
    const paths = interactions.map((one) => new URL(one.request.url).pathname)
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect([paths.length, new Set(paths).size]).toEqual([total, total])
    expect(interactions.map(({ id }) => id)).toEqual(interactions.map((_, index) => index))
    // Each connection asks for one thing after the other.
    const next = Array.from({ length: connections }, () => 0)
    for (const path of paths) {
      const [, worker = 0, count] = path.split('/').map(Number)
      expect(count).toBe(next[worker])
      next[worker] = (next[worker] ?? 0) + 1
    }
    for (const { request: asked, response } of interactions) {
      const { pathname } = new URL(asked.url)
      if (!pathname.endsWith('stream')) expect(response.body).toBe(answerTo(pathname))
    }
    console.log(`${connections} connections, ${seconds} s: ${total} requests`)
  },
)

/** What nobody but this path gets. */
function answerTo(path: string): string {
  return createHash('sha256').update(path).digest('hex').repeat(8)
}

async function ask(agent: Agent, url: string): Promise<string> {
  const asking = request(url, { agent, method: 'POST' }).end('question')
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  let body = ''
  for await (const piece of response.setEncoding('utf8')) body += String(piece)
  return body
}
