import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
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

test('a certificate that is none is told', async ({ cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const flags = ['--cert', cassettePath, '--key', cassettePath]

  const ran = await runBin(['replay', cassettePath, ...flags])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/no certificate with its key, both in PEM/)
})
