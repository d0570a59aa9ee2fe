import { describe, expect } from 'vitest'
import { configured, test } from './suite.ts'

/** Tests that run at once and whose requests, through each client, wait for one another. */
const concurrent = `
  import { get } from 'node:http'
  import { describe, expect, test } from 'vitest'
  import { request } from 'undici'

  const url = process.env.UPSTREAM
  const clients = {
    fetch: async (path) => (await fetch(url + path)).text(),
    undici: async (path) => (await request(url + path)).body.text(),
    http: (path) => new Promise((resolve, reject) => {
      get(url + path, (response) => {
        let text = ''
        response.on('data', (piece) => (text += piece))
        response.on('end', () => resolve(text))
      }).on('error', reject)
    }),
  }
  let started = 0
  let go
  const together = new Promise((resolve) => (go = resolve))

  describe.each(['a', 'b', 'c'])('%s', (name) => {
    test.concurrent.each(Object.keys(clients))('asks with %s', async (client) => {
      if (++started === 9) go()
      await together
      for (const nth of [1, 2, 3]) {
        const path = '/' + name + '/' + client + '/' + nth
        expect(await clients[client](path)).toBe(path)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
      }
    })
  })
`

describe('test.concurrent', () => {
  test.for(['forks', 'threads', 'vmThreads', 'vmForks'])(
    'each test keeps its own requests, in the pool %s',
    async (pool, { suite, server }) => {
      suite.write({
        'chat.test.js': concurrent,
        ...configured(
          '',
          'pool: process.env.POOL, sequence: { concurrent: true }, maxConcurrency: 9',
        ),
      })
      server.reply((request, response) => response.end(request.url))

      const recorded = await suite.run([], { POOL: pool })
      await server.stop()
      const replayed = await suite.run(['--sequence.shuffle'], { POOL: pool })

      expect(recorded).toMatchObject({ code: 0 })
      expect(replayed).toMatchObject({ code: 0, stderr: '' })
      expect(suite.cassettes).toHaveLength(9)
      for (const file of suite.cassettes) {
        const [, name = '', , client = ''] = /test\/(.)\/(asks-with-)(\w+)-/.exec(file) ?? []
        const urls = [...suite.read(`cassettes/${file}`).matchAll(/url: (\S+)/g)].map(
          ([, one]) => one,
        )
        expect(urls).toEqual([1, 2, 3].map((nth) => `${server.url}/${name}/${client}/${nth}`))
      }
    },
  )
})
