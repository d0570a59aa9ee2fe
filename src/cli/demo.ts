import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printable } from '../core/match/explain/printable.ts'
import { shellWord } from '../core/shell-word.ts'
import { Recorder } from '../engine/recorder.ts'
import { fileStore } from '../engine/store.ts'
import { recordedFetch } from '../surfaces/fetch.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { compare } from './demo/comparison.ts'
import { liveText } from './demo/live-text.ts'
import { type Proof, sideBySide, verdict } from './demo/page.ts'
import { type Take, demoKey, take } from './demo/take.ts'
import { startUpstream } from './demo/upstream.ts'
import { UsageError, exitCode } from '../surfaces/exit-codes.ts'
import { type Io, type Output, printJson } from './io.ts'
import { countText } from './page/amounts.ts'
import { indent } from './page/style.ts'

interface DemoOptions {
  readonly cassette?: string
  readonly json?: true
}

/** `wiretape demo`: the whole round on this machine alone. It ends with 0 only if the replay was true. */
export const demo: CliCommand = {
  define(command) {
    command
      .option(
        '-c, --cassette <file>',
        'where to record; by default a new folder for temporary files',
      )
      .option('--json', 'the comparison as JSON')
  },
  async run({ command, io }: Invocation) {
    const { cassette = newFile(), json } = command.opts<DemoOptions>()
    if (fileStore.stamp(cassette) !== undefined) throw existsAlready(cassette)
    const out: Output = json === true ? { ...io.out, write: () => {} } : io.out
    const { recorded, replayed } = await round(cassette, out, io)
    const keepsKey = Buffer.from(fileStore.read(cassette) ?? []).includes(demoKey)
    const proof = { ...compare(recorded, replayed), keepsKey }
    if (json === true) printJson(io, { cassette, ...proof })
    else conclude(proof, cassette, out)
    return exitCode({ hasFinding: !(proof.isSame && proof.isClose && !keepsKey) })
  },
}

async function round(
  cassette: string,
  out: Output,
  io: Io,
): Promise<{ readonly recorded: Take; readonly replayed: Take }> {
  const { paint } = out
  const upstream = await startUpstream()
  await warmUp(upstream.url)
  title(out, 1, `A service at ${upstream.url} streams an answer. wiretape records it.`)
  const recorded = await withRecorder(cassette, 'record', io, (send) =>
    ask(send, upstream.url, out),
  )
  out.write(
    `   ${paint.dim(`${countText(recorded.chunks.length, 'chunk')}, each passed on as it came`)}\n`,
  )
  await upstream.stop()
  title(out, 2, `The service is stopped: ${await problemAt(upstream.url)}.`)
  title(out, 3, 'The same client asks again. The cassette answers.')
  const replay = (): Promise<Take> =>
    withRecorder(cassette, 'replay', io, (send) => ask(send, upstream.url, out))
  let replayed = await replay()
  for (let more = 2; more > 0 && isLate(recorded, replayed); more--) {
    out.write(`   ${paint.dim('This machine was busy, and woke it late. Once more:')}\n`)
    replayed = await replay()
  }
  return { recorded, replayed }
}

/** Whether all came, at other times: that may be somebody else's doing. */
function isLate(recorded: Take, replayed: Take): boolean {
  const { isSame, isClose } = compare(recorded, replayed)
  return isSame && !isClose
}

/** The first requests of a process load half of it: that is no time of the service's. */
async function warmUp(url: string): Promise<void> {
  const recorder = Recorder.of({ version: 2, interactions: [] }, { passthrough: [() => true] })
  const send = recordedFetch(recorder)
  for (let times = 0; times < 3; times++) await (await send(url)).text()
  await recorder.stop()
}

async function withRecorder(
  cassette: string,
  mode: 'record' | 'replay',
  { env }: Io,
  run: (send: typeof fetch) => Promise<Take>,
): Promise<Take> {
  const options = { speed: 'recorded', env: { ...env, WIRETAPE_MODE: mode } } as const
  const recorder = await Recorder.open(cassette, options)
  try {
    return await run(recordedFetch(recorder))
  } finally {
    await recorder.stop()
  }
}

async function ask(send: typeof fetch, url: string, out: Output): Promise<Take> {
  const live = liveText(out, 3)
  const seen = await take(send, url, live.say)
  live.end()
  return seen
}

/** Why a service cannot be reached, over a connection of its own. */
function problemAt(url: string): Promise<string> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, ({ statusCode = 0 }) => {
      request.destroy()
      resolve(`yet something answers there with ${statusCode}`)
    })
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

function title(out: Output, step: number, text: string): void {
  out.write(`\n${out.paint.bold(`${step}  ${text}`)}\n`)
}

function conclude(proof: Proof, cassette: string, out: Output): void {
  const { paint } = out
  const file = printable(shellWord(cassette))
  title(out, 4, 'Recorded and replayed, side by side, as the client saw them')
  const lines = [...sideBySide(proof, out.columns, paint), '', ...verdict(proof, paint)]
  out.write(`${indent(lines, 3).join('\n')}\n`)
  out.write(
    `\nLook at the cassette, or serve it to any program:\n` +
      `   ${paint.cyan(`npx wiretape show ${file}`)}\n` +
      `   ${paint.cyan(`npx wiretape replay ${file}`)}\n`,
  )
}

function newFile(): string {
  return join(tmpdir(), `wiretape-demo-${randomBytes(4).toString('hex')}`, 'answer.yaml')
}

function existsAlready(cassette: string): UsageError {
  return new UsageError(`${cassette} exists, and the demo overwrites nothing.\nName another file.`)
}
