import { expect } from 'vitest'
import { test } from '../support/test.ts'
import { hasTerminal, onTerminal } from './terminal.ts'

async function printed(argv: readonly string[], paths: readonly string[]): Promise<string> {
  const recording = onTerminal(['record', ...argv])
  const url = /http:[^\s"]+/.exec(await recording.firstLine())?.[0] ?? ''
  for (const path of paths) await (await fetch(`${url}${path}`)).text()
  if (paths.length > 0) await recording.printed(`${paths.length} recorded`)
  return (await recording.end()).stdout
}

test.skipIf(!hasTerminal)(
  'on a terminal a line says how a recording goes, and is gone before the summary',
  async ({ server, cassettePath }) => {
    const argv = ['-c', cassettePath, '--upstream', server.url]

    const text = await printed(argv, ['/a', '/b', '/c'])

    expect(text).toContain('\r\u001b[K\u001b[2mwaiting for requests')
    expect(text).toContain('\r\u001b[K\u001b[2m3 recorded · 6 B · 1 host\u001b[22m')
    expect(text).toMatch(/\r\u001b\[K\u001b\[1mwiretape:\u001b\[22m 3 recorded\r\n[^\u001b]*/)
    expect(text).toMatch(/`wiretape replay [^`]*`\.\r\n$/)
  },
)

test.skipIf(!hasTerminal).for([['--quiet'], ['--json']])(
  'with %s there is none',
  async (flags, { server, cassettePath }) => {
    const argv = ['-c', cassettePath, '--upstream', server.url, ...flags]

    expect(await printed(argv, [])).not.toContain('\u001b[K')
  },
)

test.skipIf(!hasTerminal)(
  'the terminal of a wrapped command is its own',
  async ({ cassettePath }) => {
    const ask = 'printf "yours: "; test -t 0 && test -t 1 && echo a terminal'
    const running = onTerminal(['record', '-c', cassettePath, '--quiet', '--', 'sh', '-c', ask])

    expect((await running.ended()).stdout).toBe('yours: a terminal\r\n')
  },
)
