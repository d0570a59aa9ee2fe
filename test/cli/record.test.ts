import { readFile, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { expect } from 'vitest'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'
import { Bin, node, runBin } from './bin.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

for (const signal of signals) {
  test(`what passed is saved at ${signal}, under the upstream's URL`, async ({
    server,
    cassettePath,
  }) => {
    server.reply(stream(['data: one\n\n', 'data: two\n\n']))
    const bin = new Bin(['record', '-c', cassettePath, '--upstream', `${server.url}/base/`])

    const response = await fetch(`${await bin.url()}/events?a=1`)

    expect(await response.text()).toBe('data: one\n\ndata: two\n\n')
    const { code, stderr } = await bin.end(signal)
    expect(code).toBe(0)
    expect(stderr).toContain('wiretape: 1 recorded\n')
    expect(stderr).toContain(`\`wiretape replay ${cassettePath}\``)
    const [recorded] = loadCassette(cassettePath).interactions
    expect(recorded?.request.url).toBe(`${server.url}/base/events?a=1`)
    expect(recorded?.response.chunks?.filter(({ bytes }) => bytes > 0)).toHaveLength(2)
  })
}

test('bytes come back while they are recorded', async ({ server, cassettePath }) => {
  let finish = (): void => {}
  server.reply((_request, response) => {
    response.write('data: first\n\n')
    finish = () => response.end('data: last\n\n')
  })
  const bin = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
  const response = await fetch(await bin.url())
  const reader = response.body!.getReader()

  const first = await reader.read()
  finish()
  const last = await reader.read()

  const texts = [first, last].map(({ value }) => new TextDecoder().decode(value))
  expect(texts).toEqual(['data: first\n\n', 'data: last\n\n'])
  await bin.end()
})

test('a wrapped command is recorded to its end, and its code is the exit code', async ({
  server,
  cassettePath,
}) => {
  const ask = node(`
    const response = await fetch(process.env.WIRETAPE_URL + '/hello', { method: 'POST', body: 'hi' })
    process.stdout.write(await response.text())
    process.exit(7)
  `)

  const ran = await runBin(['record', '-c', cassettePath, '--upstream', server.url, '--', ...ask])

  expect(ran).toMatchObject({ code: 7, stdout: 'ok' })
  expect(loadCassette(cassettePath).interactions.map(({ request }) => request.body)).toEqual(['hi'])
})

test('a run that recorded nothing says so, and writes nothing', async ({
  server,
  cassettePath,
}) => {
  const options = ['record', '-c', cassettePath, '--upstream', server.url]

  const { code, stderr } = await runBin([...options, '--', ...node('')])

  expect(code).toBe(0)
  expect(stderr).toContain(`no requests came\nNothing was recorded: there is no ${cassettePath}.\n`)
  expect(stderr).toMatch(/went past: WIRETAPE_URL has to be its base URL\.\n--env NAME .+\n$/)
  await expect(stat(cassettePath)).rejects.toThrow('ENOENT')
})

test('a command that has gone past the proxy is told of, where nothing else came', async ({
  server,
  cassettePath,
}) => {
  const past = node(`await fetch('${server.url}')`)
  const without = ['env', '-u', 'NODE_OPTIONS', '-u', 'NODE_USE_ENV_PROXY', ...past]

  const recorded = await runBin(['record', '-c', cassettePath, '--', ...without])
  const quiet = await runBin(['record', '-c', cassettePath, '--quiet', '--', ...without])
  await runBin(['record', '-c', cassettePath, '--', ...past])
  const played = await runBin(['replay', cassettePath, '--', ...without])

  const told =
    'went past: it looks at no HTTP_PROXY, or not for localhost (Go and Ruby).\nHave it do so (aiohttp: trust_env=True), or'
  expect(recorded.stderr).toContain(`${told} record one service with --upstream URL.\n`)
  expect(quiet.stderr).toBe('')
  expect(played.stderr).toContain(`${told} take WIRETAPE_URL as its base URL.\n`)
})

test('new-episodes replays what it has and records the rest', async ({ server, cassettePath }) => {
  let answers = 0
  server.reply((_request, response) => response.end(String(++answers)))
  const options = ['record', '-c', cassettePath, '--upstream', server.url, '--mode', 'new-episodes']
  const ask = (...paths: string[]) =>
    node(
      `for (const path of process.argv.slice(1)) console.log(await (await fetch(process.env.WIRETAPE_URL + path)).text())`,
      ...paths,
    )

  await runBin([...options, '--', ...ask('/a')])
  const { stdout, stderr } = await runBin([...options, '--', ...ask('/a', '/b')])

  expect(stdout).toBe('1\n2\n')
  expect(stderr).toContain('wiretape: 1 played, 1 recorded\n')
  expect(loadCassette(cassettePath).interactions.map(({ id }) => id)).toEqual([0, 1])
})

test('the flag stands above WIRETAPE_MODE, that above the default, and CI changes nothing', async ({
  server,
  cassettePath,
}) => {
  const options = ['record', '-c', cassettePath, '--upstream', server.url]
  const ask = node(`await fetch(process.env.WIRETAPE_URL)`)

  const recorded = await runBin([...options, '--', ...ask], { CI: 'true' })
  const passed = await runBin([...options, '--', ...ask], { WIRETAPE_MODE: 'off' })
  const replayed = await runBin([...options, '--mode', 'ReplayOnly', '--', ...ask], {
    WIRETAPE_MODE: 'off',
  })

  expect(recorded.stderr).toContain('1 recorded')
  expect(passed.stderr).toContain('1 passed through')
  expect(replayed.stderr).toContain('1 played')
})

test('an upstream that refuses is told to the client, and what was recorded is kept', async ({
  server,
  cassettePath,
}) => {
  const bin = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
  const url = await bin.url()
  await (await fetch(url)).text()
  await server.stop()

  const response = await fetch(url)

  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({ error: { code: 'ECONNREFUSED' } })
  const { code, stderr } = await bin.end()
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      /1 recorded, 1 failed before a response\n  No response .*ECONNREFUSED.*\.\n  Nothing listens there/,
    ),
  ])
  expect(loadCassette(cassettePath).interactions).toHaveLength(1)
})

test('a body that the upstream cuts off is cut off in the replay too', async ({
  server,
  cassettePath,
}) => {
  server.reply((_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('partly', () => response.destroy())
  })
  const bin = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
  await expect(fetch(await bin.url()).then((response) => response.text())).rejects.toThrow(
    'terminated',
  )
  expect((await bin.end()).code).toBe(0)

  const replay = new Bin(['replay', cassettePath])

  await expect(fetch(await replay.url()).then((response) => response.text())).rejects.toThrow(
    'terminated',
  )
  expect(loadCassette(cassettePath).interactions[0]?.response).toMatchObject({
    body: 'partly',
    error: 'UND_ERR_SOCKET',
  })
  expect((await replay.end()).code).toBe(0)
})

test('a client that goes away in mid-stream leaves what it got', async ({
  server,
  cassettePath,
}) => {
  server.reply(stream(sse(1_000), { everyMs: 5 }))
  const bin = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
  const url = await bin.url()
  await new Promise<void>((resolve) => {
    const request = get(url, (response) => {
      response.once('data', () => request.destroy())
      response.once('close', resolve)
    })
  })

  const { code } = await bin.end()

  const [recorded] = loadCassette(cassettePath).interactions
  expect(code).toBe(0)
  expect(recorded?.response.error).toBe('ABORT_ERR')
  expect(recorded?.response.body).toMatch(/^data: \{"n":0\}\n\n/)
})

test('a cassette that is no cassette is not recorded over', async ({ server, cassettePath }) => {
  await writeFile(cassettePath, 'my: notes\n')

  const options = ['record', '-c', cassettePath, '--upstream', server.url]

  const { code, stderr } = await runBin([...options, '--mode', 'new-episodes'])

  expect(code).toBe(3)
  expect(stderr).toMatch(/^wiretape: Cannot read .*cassette\.yaml: line 1, column 1/)
  expect(await readFile(cassettePath, 'utf8')).toBe('my: notes\n')
})

test('--passthrough lets a host through, and keeps nothing of it', async ({
  server,
  cassettePath,
}) => {
  const { host } = new URL(server.url)
  const options = ['record', '-c', cassettePath, '--upstream', server.url, '--passthrough', host]
  const ask = node('process.stdout.write(await (await fetch(process.env.WIRETAPE_URL)).text())')

  const { stdout, stderr } = await runBin([...options, '--', ...ask])

  expect(stdout).toBe('ok')
  expect(stderr).toContain('1 passed through')
  await expect(stat(cassettePath)).rejects.toThrow('ENOENT')
})
