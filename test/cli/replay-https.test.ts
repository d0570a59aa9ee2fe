import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import * as https from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { Bin, runBin } from './bin.ts'

const recorded = stringifyCassette({ version: 2, interactions: [interaction()] })
const run = promisify(execFile)

test('--https says how its certificate is trusted, and takes it away at the end', async ({
  cassettePath,
  skip,
}) => {
  await writeFile(cassettePath, recorded)
  const bin = new Bin(['replay', cassettePath, '--speed', 'instant', '--https'])
  const url = await bin.url()
  await bin.printed('REQUESTS_CA_BUNDLE')
  const ask = async (protocol: string): Promise<string> => {
    const file = /--cacert (\S+)/.exec(bin.stderr)?.[1] ?? ''
    const args = ['-sS', protocol, '--cacert', file, '-w', ' %{http_version}', `${url}/v1`]
    return (await run('curl', args)).stdout
  }
  skip(!(await run('curl', ['--version']).catch(() => false)), 'there is no curl')

  expect(url).toMatch(/^https:/)
  expect([await ask('--http1.1'), await ask('--http2')]).toEqual(['{} 1.1', '{} 2'])
  const { stderr } = await bin.end()
  const files = stderr.match(/\S+\.pem/g) ?? []
  expect(files.length).toBeGreaterThan(2)
  expect(files.filter((file) => existsSync(file))).toEqual([])
})

test('--https --json names the certificate', async ({ cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const bin = new Bin(['replay', cassettePath, '--https', '--json'])

  const { url, certificate } = JSON.parse(await bin.firstLine())

  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/)
  expect(existsSync(certificate)).toBe(true)
  await bin.end()
})

test('--ca-dir keeps the authority of --https: who trusts it once trusts the next run', async ({
  cassettePath,
  folder,
}) => {
  await writeFile(cassettePath, recorded)
  const caDir = join(folder, 'our ca')
  const args = ['replay', cassettePath, '--https', '--ca-dir', caDir]
  const first = new Bin([...args, '--json'])
  const { certificate } = JSON.parse(await first.firstLine())
  expect((await first.end()).stderr).toContain('ca.pem is new: nobody trusts it yet.')

  const second = new Bin([...args, '--speed', 'instant'])
  const [response] = (await once(
    https.get(`${await second.url()}/v1`, { ca: await readFile(certificate) }),
    'response',
  )) as [IncomingMessage]

  expect(certificate).toBe(join(caDir, 'ca.pem'))
  expect(await text(response)).toBe('{}')
  const { stderr } = await second.end()
  expect(stderr).toContain(`curl --cacert '${certificate}' https://127.0.0.1`)
  expect(existsSync(certificate)).toBe(true)
})

test('--ca-dir keeps the authority of a wrapped command, too', async ({ cassettePath, folder }) => {
  await writeFile(cassettePath, recorded)
  const caDir = join(folder, 'ca')
  const isKept =
    'const fs = require("node:fs"), read = (file) => fs.readFileSync(file, "latin1");' +
    'console.log(read(process.env.NODE_EXTRA_CA_CERTS) === read(process.argv[1]))'

  const command = [process.execPath, '-e', isKept, join(caDir, 'ca.pem')]
  const ran = await runBin(['replay', cassettePath, '--ca-dir', caDir, '--', ...command])

  expect(ran).toMatchObject({ code: 0, stdout: 'true\n' })
})

test('--ca-dir is of no use where no certificate is made', async ({ cassettePath, folder }) => {
  await writeFile(cassettePath, recorded)

  const ran = await runBin(['replay', cassettePath, '--ca-dir', join(folder, 'ca')])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('--ca-dir is for a server that makes its certificates')
  expect(existsSync(join(folder, 'ca'))).toBe(false)
})

test('a certificate that is none is told', async ({ cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const flags = ['--cert', cassettePath, '--key', cassettePath]

  const ran = await runBin(['replay', cassettePath, ...flags])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/no certificate with its key, both in PEM/)
})
