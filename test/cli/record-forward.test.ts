import { spawnSync } from 'node:child_process'
import { chmod, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { loadCassette } from '../support/load-cassette.ts'
import { Bin, runBin } from './bin.ts'
import { run } from './run.ts'
import { test } from './secure.ts'

const has = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args).status === 0
const urllib = `
import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1], data=b'a=1').read().decode(), end='')
`
const requests = `
import sys, requests
print(requests.post(sys.argv[1], data='a=1').text, end='')
`

test.for([
  ['curl', has('curl', '--version'), ['curl', '-sS', '-d', 'a=1']],
  ['urllib of Python', has('python3', '--version'), ['python3', '-c', urllib]],
  ['requests of Python', has('python3', '-c', 'import requests'), ['python3', '-c', requests]],
] as const)(
  '%s is recorded over HTTPS, without a change to it',
  async ([, isHere, command], { secure, cassettePath, skip }) => {
    skip(!isHere)
    const argv = ['record', '-c', cassettePath, '--insecure', '--', ...command, `${secure}/a`]

    const ran = await runBin(argv, { NO_PROXY: 'localhost', no_proxy: '*' })

    expect(ran).toMatchObject({ code: 0, stdout: 'secure POST /a' })
    expect(ran.stderr).toContain('wiretape: 1 recorded\n')
    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request).toMatchObject({ method: 'POST', url: `${secure}/a`, body: 'a=1' })
  },
)

test('git is recorded over HTTPS', async ({ secure, folder, cassettePath }) => {
  const clone = ['git', 'ls-remote', `${secure}/project.git`]

  await runBin(['record', '-c', cassettePath, '--insecure', '--', ...clone], { HOME: folder })

  const [first] = loadCassette(cassettePath).interactions
  expect(first?.request.url).toBe(`${secure}/project.git/info/refs?service=git-upload-pack`)
})

test('what a command asks of several hosts stands in one cassette', async ({
  server,
  secure,
  cassettePath,
}) => {
  const both = ['curl', '-sS', `${server.url}/plain`, `${secure}/secure`]

  await runBin(['record', '-c', cassettePath, '--insecure', '--', ...both])

  const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
  expect(urls).toEqual([`${server.url}/plain`, `${secure}/secure`])
})

test('the summary says what went where, what was redacted, and how to go on', async ({
  server,
  secure,
  folder,
  cassettePath,
}) => {
  server.reply((_request, response) => response.end('{"password":"correct horse battery"}'))
  const ask = (...urls: readonly string[]): string => `curl -sS -k ${urls.join(' ')} >/dev/null`
  const all = [
    ask(`${server.url}/a`, `${server.url}/b`, `${secure}/c`),
    ask(secure.replace('localhost', 'other.example')),
  ]
  const { port } = new URL(secure)
  const there = ['--ignore-host', 'other.example', '--resolve', `other.example:${port}:127.0.0.1`]
  const flags = ['-c', cassettePath, '--insecure', ...there]

  const ran = await runBin(['record', ...flags, '--', 'sh', '-c', all.join(';')])

  const summary = ran.stderr
    .slice(ran.stderr.indexOf('wiretape: 3'))
    .replaceAll(folder, '/yours')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:80000')
    .replaceAll(/(localhost|other\.example):\d+/g, '$1:80001')
    .replaceAll(/ +[\d.]+ kB/g, ' 1 kB')
    .replaceAll(/requests +bytes/g, 'requests bytes')
  expect(ran.stdout).toBe('')
  await expect(summary).toMatchFileSnapshot('../golden/cli/record-summary.txt')
})

test('a host that is ignored is not looked at', async ({ secure, cassettePath }) => {
  const argv = ['record', '-c', cassettePath, '--ignore-host', 'localhost']

  const ran = await runBin([...argv, '--', 'curl', '-sSk', `${secure}/a`])

  expect(ran.stdout).toBe('secure GET /a')
  expect(ran.stderr).toMatch(/wiretape: 1 passed through\n.*\n  localhost:\d+ +1 .*\nNothing was/)
})

test('--insecure says so, and without it nobody stands in for a service', async ({
  secure,
  cassettePath,
}) => {
  const ask = ['--', 'curl', '-sS', secure]

  const loud = await runBin(['record', '-c', cassettePath, '--insecure', '--quiet', ...ask])
  const safe = await runBin(['record', '-c', cassettePath, ...ask])

  expect(loud.stderr).toMatch(/^wiretape: --insecure: the certificates .* are not verified\./)
  expect(safe.stdout).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  expect(safe.stderr).toContain(
    '1 failed before a response\n  No response from the upstream https://',
  )
  expect(safe.stderr).toMatch(
    /LEAF_SIGNATURE\)\.\n  Nobody whom this machine believes .+ \(--insecure\)\.\n/,
  )
})

test('a command behind a proxy with a user and a password is let in', async ({
  secure,
  folder,
  cassettePath,
}) => {
  const own = ['--proxy-auth', 'me:p@ss', '--ca-dir', join(folder, 'ca'), '--insecure']
  const argv = ['record', '-c', cassettePath, ...own, '--', 'curl', '-sS', `${secure}/a`]

  const ran = await runBin(argv)

  expect(ran).toMatchObject({ code: 0, stdout: 'secure GET /a' })
  expect(ran.stderr).toContain('ca.pem is new: nobody trusts it yet.')
})

test('a folder of an authority that others can read is wrong use', async ({
  folder,
  cassettePath,
}) => {
  await chmod(folder, 0o755)

  const ran = await run(['record', '-c', cassettePath, '--ca-dir', folder])

  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('chmod 700')])
})

test('alone it says what to type, and takes its files away at the end', async ({
  cassettePath,
}) => {
  const bin = new Bin(['record', '-c', cassettePath])
  const url = await bin.url()
  await bin.printed('GRPC_DEFAULT_SSL_ROOTS_FILE_PATH')

  const { code, stderr } = await bin.end()

  expect(code).toBe(0)
  expect(stderr).toContain(`\nexport HTTPS_PROXY=${url}\n`)
  const [, file = ''] = /export CURL_CA_BUNDLE=(\S+)/.exec(stderr) ?? []
  expect(file).toContain(tmpdir())
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

test.for([
  [['--host', '0.0.0.0'], 'A proxy to any host that others can reach needs'],
  [['--proxy-auth', 'me'], 'proxyAuth is a user and a password'],
  [['--ignore-host', 'http://x/'], 'ignoreHosts holds "http://x/", which is no host.'],
  [['--ignore-host', 'x:443'], 'ignoreHosts holds "x:443", which is no host.'],
  [['--resolve', 'x:y'], 'It is HOST:PORT:ADDRESS'],
  [['--upstream', 'http://x', '--ca-dir', 'y'], '--ca-dir is for a server that makes'],
  [['--env', 'NAME'], '--env is for the URL of a service'],
  [
    ['--upstream', 'http://x', '--ignore-host', 'y'],
    '(--ignore-host): only for a proxy to any host',
  ],
  [
    ['--upstream', 'http://x', '--proxy-auth', 'a:b'],
    '(--proxy-auth): only for a proxy to any host',
  ],
] as const)('%j is wrong use', async ([argv, message]) => {
  const { code, stderr } = await run(['record', '-c', 'x.yaml', ...argv])

  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})
