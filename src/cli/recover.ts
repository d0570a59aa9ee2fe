import { printable } from '../core/match/explain/printable.ts'
import { dropLeftOver } from '../engine/drop-left-over.ts'
import { partialOf, readLeftOver } from '../engine/journal.ts'
import { notFound } from '../engine/recorder-errors.ts'
import { Recorder } from '../engine/recorder.ts'
import { fileStore } from '../engine/store.ts'
import { loadCassette } from '../surfaces/fixtures.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { type Broken, brokenData, tellBroken } from './each-cassette.ts'
import { endingOf, exitCode } from '../surfaces/exit-codes.ts'
import { type Io, printJson } from './io.ts'
import { countText } from './page/amounts.ts'

/** What became of one cassette. */
interface Recovered {
  readonly file: string
  /** So many interactions came from the run that was killed. */
  readonly added: number
  /** So many the cassette holds now. */
  readonly interactions: number
}

/** `wiretape recover`: adds what a killed run has left beside a cassette to it. A broken one does not end it. */
export const recover: CliCommand = {
  define(command) {
    command.argument('<files...>', 'cassettes').option('--json', 'as JSON')
  },
  async run({ command, io }: Invocation) {
    const recovered: Recovered[] = []
    const broken: Broken[] = []
    for (const file of command.args.map((name) => name.replace(/\.partial$/, ''))) {
      try {
        recovered.push(await recoverOne(file, io))
      } catch (error) {
        if (endingOf(error) === undefined) throw error
        broken.push({ file, error })
      }
    }
    if (command.opts<{ json?: true }>().json) {
      printJson(io, { recovered, broken: brokenData(broken) })
    } else {
      io.out.write(recovered.map(lineOf).join(''))
      tellBroken(broken, io.err)
    }
    return exitCode({ isCassetteBroken: broken.length > 0 })
  },
}

function lineOf({ file, added, interactions }: Recovered): string {
  return added === 0
    ? `${printable(file)}: nothing to recover\n`
    : `${printable(file)}: ${countText(added, 'interaction')} added, ${interactions} in all\n`
}

async function recoverOne(file: string, { env, err }: Io): Promise<Recovered> {
  const realFile = fileStore.realPath(file)
  const hasJournal = fileStore.stamp(partialOf(realFile)) !== undefined
  if (!hasJournal && fileStore.stamp(realFile) === undefined) throw notFound(file)
  const added = readLeftOver(fileStore, realFile, file)?.entries.length ?? 0
  if (added > 0) {
    const recorder = await Recorder.open(file, {
      env: { ...env, WIRETAPE_MODE: 'new-episodes' },
      onWarning: (message) => err.write(`wiretape: ${message}\n`),
    })
    await recorder.stop()
  } else if (hasJournal) {
    await dropLeftOver(fileStore, realFile, file)
  }
  const exists = fileStore.stamp(realFile) !== undefined
  return { file, added, interactions: exists ? loadCassette(file).interactions.length : 0 }
}
