import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './stranger.ts'

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((name) => name !== '')

// In pieces, so that this file is not a finding itself.
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['proxy', 'golang', 'org'],
  ['files', 'pythonhosted', 'org'],
  ['static', 'crates', 'io'],
].map((labels) => labels.join('.'))
const folders = ['work', 'root', 'tmp/wt', 'home', 'Users'].map((name) => `/${name}/`)

test.each(tracked.filter((name) => name.endsWith('package-lock.json')))(
  '%s names no registry',
  (name) => {
    const { packages } = JSON.parse(readFileSync(join(root, name), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string }>>
    }

    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
  },
)

test('no file names a registry or a path of a machine', () => {
  const configured = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' })
  const words = [...hosts, new URL(configured.trim()).host, ...folders]

  const findings = tracked.flatMap((name) => {
    const text = readFileSync(join(root, name), 'utf8')
    return words.filter((word) => isNamed(text, word)).map((word) => `${name}: ${word}`)
  })

  expect(findings).toEqual([])
})

/** A folder is one of a machine where its path begins: /work/, not https://example.com/work/. */
function isNamed(text: string, word: string): boolean {
  if (!word.startsWith('/')) return text.includes(word)
  return new RegExp(`(?<![\\w.:/}*-])${word}\\w`).test(text)
}
