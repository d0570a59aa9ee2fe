import { join } from 'node:path'
import { findSecrets } from '../../core/redact/report/findings.ts'
import { highestPlaceholder } from '../../core/redact/placeholders.ts'
import { compileRules } from '../../core/redact/rules.ts'
import { decodedInteraction } from '../../engine/decoded-interaction.ts'
import { parseCassette } from '../../engine/parse-cassette.ts'
import { fileStore } from '../../engine/store.ts'
import type { CassetteNote } from './notes.ts'
import { obsoleteOf, removeCassettes } from './obsolete.ts'
import type { Counted, Report, Written } from './report.ts'
import type { FileResult } from './run-results.ts'
import { shortPath } from '../cassette-path.ts'

/**
 * Sums up what the test files of a run noted, and removes obsolete cassettes where the run was to record again.
 *
 * @param isPartial - Whether some tests were left out from the start: then nothing is known to be obsolete.
 */
export function reportOf(results: readonly FileResult[], isPartial: boolean): Report {
  const notes = results.flatMap(notesIn)
  const whole = isPartial ? [] : results.filter((result) => result.isWhole)
  const cleared = whole.map((result) => clear(result, results))
  return {
    played: total(notes, 'played'),
    recorded: total(notes, 'recorded'),
    missed: total(notes, 'missed'),
    written: results.flatMap(writtenIn),
    removed: cleared.flatMap(({ removed }) => removed),
    unanswered: counted(notes, 'unanswered'),
    unused: counted(notes, 'unused'),
    obsolete: cleared.flatMap(({ obsolete }) => obsolete),
    doubtful: cleared.flatMap(({ doubtful }) => doubtful),
    refused: [...new Set(results.flatMap(({ refused }) => refused))],
    warnings: [...new Set(notes.flatMap(({ warnings }) => warnings))],
  }
}

/** With cassettes named from where vitest was started: projects may have roots of their own. */
function notesIn({ cassettes, root }: FileResult): readonly CassetteNote[] {
  return cassettes.map((note) => ({ ...note, cassette: shown(join(root, note.cassette)) }))
}

function shown(path: string): string {
  return shortPath(process.cwd(), path)
}

function total(notes: readonly CassetteNote[], count: 'played' | 'recorded' | 'missed'): number {
  return notes.reduce((sum, note) => sum + note[count], 0)
}

function counted(
  notes: readonly CassetteNote[],
  count: 'unanswered' | 'unused',
): readonly Counted[] {
  return notes.flatMap((note) =>
    note[count] > 0 ? [{ cassette: note.cassette, count: note[count] }] : [],
  )
}

type Cleared = Pick<Report, 'removed' | 'obsolete' | 'doubtful'>

function clear(result: FileResult, all: readonly FileResult[]): Cleared {
  const { files, isCertain } = obsoleteOf(result, all)
  const names = files.map(shown)
  if (!isCertain) return { removed: [], obsolete: [], doubtful: names }
  if (!result.isUpdate) return { removed: [], obsolete: names, doubtful: [] }
  removeCassettes(files, result.folder)
  return { removed: names, obsolete: [], doubtful: [] }
}

function writtenIn({ cassettes, root }: FileResult): readonly Written[] {
  return cassettes
    .filter(({ isSaved }) => isSaved)
    .flatMap(({ cassette }) => {
      const source = fileStore.read(join(root, cassette))
      return source === undefined
        ? []
        : [{ cassette: shown(join(root, cassette)), ...contentOf(source) }]
    })
}

function contentOf(source: Uint8Array): Omit<Written, 'cassette'> {
  const cassette = parseCassette(source)
  return {
    interactions: cassette.interactions.length,
    redacted: highestPlaceholder(Buffer.from(source).toString()),
    left: findSecrets(cassette, compileRules({}, process.env), decodedInteraction).length,
  }
}
