import { expect, test } from 'vitest'
import { Authority } from '../../../src/surfaces/server/authority.ts'

/** A host that can be read once: whoever makes its certificate fails, as else only a lack of memory has it. */
function failing(name: string): string {
  let reads = 0
  const toString = (): string => {
    reads += 1
    if (reads > 1) throw new Error('Out of memory.')
    return name
  }
  return { toString } as never
}

test('a certificate that could not be made is made for the next who asks', async () => {
  const authority = await Authority.make()
  await expect(authority.leafFor(failing('a.example'))).rejects.toThrow('Out of memory.')

  const leaf = await authority.leafFor('a.example')

  expect(leaf.cert).toContain('BEGIN CERTIFICATE')
  expect(await authority.leafFor('a.example')).toBe(leaf)
})
