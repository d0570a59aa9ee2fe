import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect } from 'vitest'
import { test } from '../../support/test.ts'

const root = new URL('../../..', import.meta.url).pathname

// As programs are for Lambda, or for Node's single executables. Decoding loads a package by its name.
test('what a bundler has made CommonJS of is recorded and replayed', async ({ server, folder }) => {
  server.reply((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
  )
  const program = join(folder, 'program.cjs')
  await build({
    stdin: {
      contents: `
        import { withCassette } from 'wiretape'
        withCassette(process.argv[2], async (recorder) => {
          const response = await fetch(process.argv[3])
          console.log(await response.text(), recorder.counts.recorded, recorder.counts.played)
        })`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'silent',
  })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const run = async (): Promise<string> => {
    const env = { ...process.env, CI: '', WIRETAPE_MODE: '' }
    const args = [program, join(folder, 'hello.yaml'), server.url]
    return (await promisify(execFile)(process.execPath, args, { env })).stdout
  }

  const recorded = await run()
  await server.stop()

  expect(recorded).toMatch(/^hello 1 0/)
  expect(await run()).toMatch(/^hello 0 1/)
})
