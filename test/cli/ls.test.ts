import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { test } from '../support/test.ts'
import { golden } from './golden-cassette.ts'
import { run } from './run.ts'

async function fill(folder: string): Promise<void> {
  await mkdir(join(folder, 'answers/deep'), { recursive: true })
  await mkdir(join(folder, 'node_modules'))
  await mkdir(join(folder, '.hidden'))
  await writeFile(join(folder, 'b.yaml'), stringifyCassette(golden))
  await writeFile(join(folder, 'answers/deep/a.yml'), 'version: 1\ninteractions: []\n')
  await writeFile(join(folder, 'broken.yaml'), 'hello: world\n')
  const [, , , one] = golden.interactions
  const whole = stringifyCassette({ version: 2, interactions: one ? [one] : [] })
  await writeFile(
    join(folder, 'answers/lost.yaml.partial'),
    `${Buffer.from(whole).toString()}# end 0\n`,
  )
  await writeFile(join(folder, 'answers/begun.yaml.partial'), '---\nversion: 2\n')
  await writeFile(join(folder, 'notes.txt'), '')
  await writeFile(join(folder, 'node_modules/c.yaml'), 'x')
  await writeFile(join(folder, '.hidden/c.yaml'), 'x')
  await symlink('/etc', join(folder, 'out'))
  await symlink('/etc/hostname', join(folder, 'out.yaml'))
  await symlink('b.yaml', join(folder, 'link.yaml'))
}

test('a folder is listed, what is broken is named, and the exit code says so', async ({
  folder,
}) => {
  await fill(folder)

  const { code, stdout, stderr } = await run(['ls', folder])

  expect(code).toBe(3)
  // The width of a column is that of the temporary folder's name.
  const table = stdout.replaceAll(/ {2,}/g, '  ')
  const printed = `${table}---\n${stderr}`.replaceAll(folder, 'FOLDER')
  await expect(printed).toMatchFileSnapshot('../golden/cli/ls.txt')
})

test('beside a file that is named, what a killed run has left is named, too', async ({
  folder,
}) => {
  await fill(folder)
  const leftOvers = async (name: string): Promise<unknown> =>
    JSON.parse((await run(['ls', join(folder, name), '--json'])).stdout).leftOvers

  await writeFile(join(folder, 'answers/lost.yaml'), stringifyCassette(golden))
  expect(await leftOvers('answers/lost.yaml')).toEqual([join(folder, 'answers/lost.yaml')])
  expect(await leftOvers('b.yaml')).toEqual([])
})

test('a link that leads in a circle is named, and the rest listed', async ({ folder }) => {
  await writeFile(join(folder, 'a.yaml'), stringifyCassette(golden))
  await symlink('circle.yaml', join(folder, 'circle.yaml'))

  const { code, stdout, stderr } = await run(['ls', folder])

  expect(code).toBe(3)
  expect(stdout).toContain('a.yaml')
  expect(stderr).toMatch(/^wiretape: Cannot \w+ .*circle\.yaml: ELOOP\.$/m)
})

test('on a narrow terminal the ends of paths and the beginnings of hosts stay', async ({
  folder,
}) => {
  await fill(folder)

  const { stdout } = await run(['ls', folder], { columns: 76 })

  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76)
  expect(stdout).toMatch(/^….*deep\/a\.yml/m)
})

test('of a URL that says no scheme the host is what stands before its path', async ({ folder }) => {
  const [first] = golden.interactions
  const urls = ['che-server/workspace?master=https://k.example:8443', '/v1/models']
  const interactions = urls.map((url) => ({ ...first!, request: { ...first!.request, url } }))
  await writeFile(join(folder, 'hand.yaml'), stringifyCassette({ version: 2, interactions }))

  const { stdout } = await run(['ls', folder, '--json'])

  expect(JSON.parse(stdout)).toMatchObject({
    cassettes: [{ hosts: ['/v1/models', 'che-server'] }],
  })
})

test('--json lists the same', async ({ folder }) => {
  await fill(folder)

  const { code, stdout } = await run(['ls', folder, '--json'])

  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    cassettes: [
      { file: join(folder, 'answers/deep/a.yml'), version: 1, interactions: 0, hosts: [] },
      { file: join(folder, 'b.yaml'), version: 2, interactions: 5, streams: 2, timed: 2 },
      { file: join(folder, 'link.yaml') },
    ],
    broken: [{ file: join(folder, 'broken.yaml'), error: { code: 'CASSETTE_FORMAT' } }],
    leftOvers: [join(folder, 'answers/lost.yaml')],
  })
})

test('without a path the folder `cassettes` is listed', async () => {
  const { code, stdout } = await run(['ls'])

  expect(code).toBe(0)
  expect(stdout).toContain('cassettes/simple_streaming.yaml')
})

test('a folder without cassettes says so', async ({ folder }) => {
  expect(await run(['ls', folder])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'There are no cassettes here.\n',
  })
})
