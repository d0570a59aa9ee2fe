import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect } from 'vitest'
import { keyStoreOf } from '../../../src/cli/serve/key-store.ts'
import { test } from '../../support/test.ts'

const [first = '', second = ''] = rootCertificates
const keytool = (...args: readonly string[]) => spawnSync('keytool', args, { encoding: 'utf8' })
const hasKeytool = keytool('-help').status === 0

test('a key store holds each certificate, as it is', () => {
  const store = keyStoreOf(`# what a bundle says of it\n${first}\n\n${second}`)

  expect([store.readUInt32BE(0), store.readUInt32BE(4), store.readUInt32BE(8)]).toEqual([
    0xfeedfeed, 2, 2,
  ])
  for (const pem of [first, second]) {
    const certificate = Buffer.from(pem.replaceAll(/-----.*?-----/g, ''), 'base64')
    expect(store.includes(certificate)).toBe(true)
  }
})

test('of no certificate it is empty', () => {
  expect(keyStoreOf('').readUInt32BE(8)).toBe(0)
})

test('Java reads it, and finds its digest right', { timeout: 60_000 }, ({ folder, skip }) => {
  skip(!hasKeytool, 'there is no keytool')
  const file = join(folder, 'roots.jks')
  writeFileSync(file, keyStoreOf(first + second))

  const { status, stdout } = keytool('-list', '-keystore', file, '-storepass', 'changeit')

  expect(status).toBe(0)
  expect(stdout.match(/trustedCertEntry/g)).toHaveLength(2)
})
