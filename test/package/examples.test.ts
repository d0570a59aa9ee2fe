import { execFile } from 'node:child_process'
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import { test } from '../support/test.ts'
import { type Stranger, installAsStranger, root } from './stranger.ts'

let stranger: Stranger

beforeAll(async () => {
  stranger = await installAsStranger()
  await stranger.run('npm', 'install', '--no-audit', '--no-fund', 'mocha@11', 'jest@30')
})

afterAll(() => stranger.leave())

test.for([
  ['node.test.mjs', ['--test']],
  ['mocha.spec.mjs', ['node_modules/mocha/bin/mocha.js']],
  ['jest.test.mjs', ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']],
  ['jest-commonjs.test.cjs', ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']],
] as const)('%s records, and replays without a network', async ([file, runner], { server }) => {
  const { CI: _ci, NODE_OPTIONS: _options, ...env } = process.env
  const run = () =>
    promisify(execFile)(process.execPath, [...runner, file], {
      cwd: stranger.folder,
      env: { ...env, UPSTREAM: server.url },
    })
  await copyFile(join(root, 'test/examples', file), join(stranger.folder, file))
  server.reply((_request, response) => response.end('hello'))

  await run()
  await server.stop()
  await run()

  const cassettes = await readdir(join(stranger.folder, 'cassettes'))
  expect(cassettes).toContain(file.replace(/\..*/, '.yaml'))
})
