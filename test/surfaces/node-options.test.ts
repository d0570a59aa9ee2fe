import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { withPreload } from '../../src/surfaces/node-options.ts'
import { test } from '../support/test.ts'

test.for([
  [undefined, '/a/b.cjs', '--require /a/b.cjs'],
  [' ', '/a/b.cjs', '--require /a/b.cjs'],
  ['--no-warnings', '/a/b.cjs', '--require /a/b.cjs --no-warnings'],
  ['--require /a/b.cjs --no-warnings', '/a/b.cjs', '--require /a/b.cjs --no-warnings'],
  [undefined, '/a b/c.cjs', '--require "/a b/c.cjs"'],
  [undefined, 'C:\\a\\b.cjs', '--require "C:\\\\a\\\\b.cjs"'],
] as const)('%j with %s is %s', ([options, file, expected]) => {
  expect(withPreload(options, file, '')).toBe(expected)
})

test.for([
  ['--require /p/.pnp.cjs', '', '--require /p/.pnp.cjs --require /a/b.cjs'],
  [
    '--require "/a b/.pnp.cjs" --experimental-loader file:///p/.pnp.loader.mjs --no-warnings',
    '',
    '--require "/a b/.pnp.cjs" --require /a/b.cjs --experimental-loader file:///p/.pnp.loader.mjs --no-warnings',
  ],
  [
    '--no-warnings',
    '--require /p/.pnp.cjs --x',
    '--require /p/.pnp.cjs --require /a/b.cjs --no-warnings',
  ],
  ['--no-warnings -r ./.pnp.cjs', '', '-r ./.pnp.cjs --require /a/b.cjs --no-warnings'],
  ['--require /p/my.pnp.cjs.cjs', '', '--require /a/b.cjs --require /p/my.pnp.cjs.cjs'],
] as const)(
  "%j has Yarn's resolver in front, or this process its own %j",
  ([options, own, expected]) => {
    expect(withPreload(options, '/a/b.cjs', own)).toBe(expected)
  },
)

test.for(['plain', 'with blanks', 'with "quotes"', "with \\ and $ and '", 'mit Umläuten'])(
  'Node loads a file from a folder called %s, before what was asked for already',
  async (name, { folder }) => {
    const inside = join(folder, name)
    await mkdir(inside)
    for (const file of ['first', 'second']) {
      await writeFile(join(inside, `${file}.cjs`), `process.stdout.write('${file} ')`)
    }
    const asked = withPreload(undefined, join(inside, 'second.cjs'))

    const NODE_OPTIONS = withPreload(asked, join(inside, 'first.cjs'))
    const env = { ...process.env, NODE_OPTIONS }

    expect(execFileSync(process.execPath, ['-e', ''], { env, encoding: 'utf8' })).toBe(
      'first second ',
    )
  },
)
