import { writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { hasTerminal, onTerminal } from './terminal.ts'

const recorded = stringifyCassette({ version: 2, interactions: [interaction()] })

async function printed(file: string, flags: readonly string[]): Promise<string> {
  const running = onTerminal(['replay', file, '--speed', 'instant', ...flags])
  const url = /http:[^\s"]+/.exec(await running.firstLine())?.[0] ?? ''
  await (await fetch(`${url}/v1`)).text()
  await (await fetch(`${url}/v1`)).text()
  return (await running.end()).stdout
}

test.skipIf(!hasTerminal)(
  'on a terminal a line says how it goes, below the answers',
  async ({ cassettePath }) => {
    await writeFile(cassettePath, recorded)

    const text = await printed(cassettePath, [])

    expect(text).toContain('\r\u001b[K\u001b[2mwaiting for requests')
    expect(text).toMatch(/\r\u001b\[K\u001b\[32mplayed [^\r]*GET \/v1[^\r]*\r\n\u001b\[2m/)
    // It is gone before the summary.
    expect(text).toMatch(/\r\u001b\[K\u001b\[1mwiretape:\u001b\[22m 2 played\r\n$/)
  },
)

test.skipIf(!hasTerminal).for([['--log', 'json'], ['--quiet'], ['--json']])(
  'with %s there is none',
  async (flags, { cassettePath }) => {
    await writeFile(cassettePath, recorded)

    expect(await printed(cassettePath, flags)).not.toContain('\u001b[K')
  },
)
