import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Authority } from '../../../src/surfaces/server/authority.ts'
import { keptAuthority } from '../../../src/surfaces/server/kept-authority.ts'
import { test as base } from '../../support/test.ts'

/** vitest's test with a folder that does not exist yet. */
const test = base.extend<{ readonly caDir: string }>({
  caDir: async ({ folder }, use) => use(join(folder, 'deep', 'ca')),
})

test('a folder keeps an authority: made once, for its user alone', async ({ caDir }) => {
  const first = await keptAuthority(caDir)
  const second = await keptAuthority(caDir)

  expect([first.isNew, second.isNew]).toEqual([true, false])
  expect(second.authority.certificate).toBe(first.authority.certificate)
  expect(await readFile(first.certificateFile, 'latin1')).toBe(first.authority.certificate)
  expect((await stat(caDir)).mode & 0o777).toBe(0o700)
  expect((await stat(first.keyFile)).mode & 0o777).toBe(0o600)
  const days = (first.authority.validUntil.getTime() - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(30)
})

test('what one run has signed, another one and its clients believe', async ({ caDir }) => {
  const { certificateFile } = await keptAuthority(caDir)
  const { cert } = await (await keptAuthority(caDir)).authority.leafFor('example.com')

  const leaf = new X509Certificate(cert)
  const issuer = new X509Certificate(await readFile(certificateFile))
  expect(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey)).toBe(true)
  const days = (Date.parse(leaf.validTo) - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(7)
})

test('one that is about to expire is made anew', async ({ caDir }) => {
  const { keyFile } = await keptAuthority(caDir)
  const old = await Authority.make(0.9)
  await writeFile(keyFile, `${await old.keyInPem()}${old.certificate}`)

  const { isNew, authority } = await keptAuthority(caDir)

  expect([isNew, authority.certificate === old.certificate]).toEqual([true, false])
})

test('a certificate that was removed is written again', async ({ caDir }) => {
  const { certificateFile, authority } = await keptAuthority(caDir)
  await rm(certificateFile)
  await keptAuthority(caDir)

  expect(await readFile(certificateFile, 'latin1')).toBe(authority.certificate)
})

test.skipIf(process.platform === 'win32')(
  'a folder that others may look into is refused',
  async ({ caDir }) => {
    await mkdir(caDir, { recursive: true })
    await chmod(caDir, 0o755)

    await expect(keptAuthority(caDir)).rejects.toMatchObject({
      code: 'CA_DIR',
      message: expect.stringMatching(
        /has the mode 755, not 700\. Whoever has the key [^]*chmod 700/,
      ) as unknown,
    })
  },
)

test.skipIf(process.platform === 'win32')(
  'a key that others may read is refused, and a folder that is a link',
  async ({ caDir, folder }) => {
    const { keyFile } = await keptAuthority(caDir)
    await symlink(caDir, join(folder, 'link'))
    await chmod(keyFile, 0o640)

    await expect(keptAuthority(caDir)).rejects.toThrow('has the mode 640, not 600')
    await expect(keptAuthority(join(folder, 'link'))).rejects.toThrow('is not a folder')
  },
)

test.for(['', 'no key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
  'a key that is none is refused, not replaced: %j',
  async (text, { caDir }) => {
    const { keyFile } = await keptAuthority(caDir)
    await writeFile(keyFile, text)

    await expect(keptAuthority(caDir)).rejects.toThrow('holds no key and certificate')
    expect(await readFile(keyFile, 'latin1')).toBe(text)
  },
)
