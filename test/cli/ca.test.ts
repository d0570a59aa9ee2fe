import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/test.ts'
import { runBin } from './bin.ts'
import { run } from './run.ts'

test('ca says where the certificate is, and how to trust it', async ({ folder }) => {
  const caDir = join(folder, 'ca')

  const { code, stdout, stderr } = await run(['ca', '--ca-dir', caDir])

  const page = stdout
    .replaceAll(folder, '/yours')
    .replace(/\d{4}-\d\d-\d\d/, 'YYYY-MM-DD')
    .replace(/(?:[\dA-F]{2}:){31}[\dA-F]{2}/, 'AA:BB')
  expect([code, stderr]).toEqual([0, ''])
  await expect(page).toMatchFileSnapshot('../golden/cli/ca.txt')
})

test('ca tells programs the same', async ({ folder }) => {
  const caDir = join(folder, 'ca')
  await run(['ca', '--ca-dir', caDir])

  const { stdout } = await run(['ca', '--ca-dir', caDir, '--json'])

  const facts = JSON.parse(stdout) as Record<string, string>
  const certificate = new X509Certificate(await readFile(join(caDir, 'ca.pem')))
  expect(facts).toEqual({
    folder: caDir,
    certificate: join(caDir, 'ca.pem'),
    key: join(caDir, 'ca-key.pem'),
    validUntil: new Date(certificate.validTo).toISOString().slice(0, 10),
    sha256: certificate.fingerprint256,
  })
})

test.skipIf(process.platform !== 'linux')(
  'without a folder it is among the data of its user',
  async ({ folder }) => {
    const { stdout } = await runBin(['ca', '--json'], { XDG_DATA_HOME: folder })

    expect(JSON.parse(stdout)).toMatchObject({ folder: join(folder, 'wiretape', 'ca') })
  },
)
