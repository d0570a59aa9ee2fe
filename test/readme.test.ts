import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { commands } from '../src/cli/commands.ts'
import { run } from './cli/run.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = await readFile(join(root, 'README.md'), 'utf8')

interface Block {
  readonly language: string
  readonly text: string
}

const blocks: readonly Block[] = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
)

function blocksOf(language: string): readonly string[] {
  return blocks.flatMap((block) => (block.language === language ? [block.text] : []))
}

test('every TypeScript block has the right types', async () => {
  // Inside the package, so that `wiretape` is this package; in node_modules, so that no tool looks at it.
  await mkdir(join(root, 'node_modules'), { recursive: true })
  const folder = await mkdtemp(join(root, 'node_modules/.readme-'))
  const config = {
    extends: '../../test/tsconfig.json',
    compilerOptions: { rootDir: root },
    include: ['*.ts'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  for (const [index, text] of blocksOf('ts').entries()) {
    await writeFile(join(folder, `block-${index + 1}.ts`), text)
  }

  const checked = await promisify(execFile)(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    folder,
    '--noEmit',
  ]).then(
    () => '',
    (error: { readonly stdout: string }) => error.stdout,
  )

  await rm(folder, { recursive: true })
  expect(blocksOf('ts').length).toBeGreaterThan(5)
  expect(checked).toBe('')
})

test('the miss is one that is really printed', async () => {
  const folder = join(root, 'test/golden/miss')
  const printed = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  )

  const [miss = ''] = blocks.flatMap(({ text }) =>
    text.startsWith('No interaction') ? [text] : [],
  )

  expect(printed.map((text) => text.trim())).toContain(miss.trim())
})

const typed = blocks
  .filter(({ language }) => language === 'sh' || language === '')
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.startsWith('wiretape '))

test.each(typed)('%s takes what is shown', async (line) => {
  const [own = ''] = line.split(' -- ')
  const flags = own.match(/(?<=\s|\[)--?[a-z][a-z-]*/g) ?? []

  const { code, stdout } = await run(['help', line.split(/\s+/)[1] ?? ''])

  expect(code).toBe(0)
  expect(flags.filter((flag) => !stdout.includes(flag))).toEqual([])
})

test('every command of the package is shown', () => {
  const shown = new Set(typed.map((line) => line.split(/\s+/)[1]))

  expect(commands.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([])
})
