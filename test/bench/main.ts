import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Result, resultOf } from './ratios.ts'
import { measureRow } from './rounds.ts'
import type { Row } from './row.ts'
import { formatTable } from './table.ts'

// npm run bench -- [--quick] [--check] [--json] [words of the rows' names or files ...]
// --quick: one round each of less work, to see that every row runs. --check: exit 1 where a target is missed.
const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

// Before the files of rows are read, here and in the subjects' processes.
process.env['WIRETAPE_BENCH'] = flags.quick ? 'quick' : 'full'

const results: Result[] = []
for (const { file, row } of await chosenRows()) {
  process.stderr.write(`${row.name} ...\n`)
  results.push(resultOf(row, await measureRow(file, row, flags.quick)))
}
console.log(flags.json ? JSON.stringify(results) : formatTable(results))

const targets = results.flatMap((result) => result.targets)
const missed = targets.filter(({ isMet }) => !isMet).length
console.error(
  flags.quick
    ? `${results.length} rows run. One short round each: the figures say nothing.`
    : `${targets.length - missed} of ${targets.length} targets met`,
)
if (flags.check && missed > 0) process.exitCode = 1

async function chosenRows(): Promise<readonly { readonly file: string; readonly row: Row }[]> {
  const here = new URL('.', import.meta.url)
  const files = readdirSync(here).filter((name) => name.endsWith('.bench.js'))
  const all = await Promise.all(
    files.sort().map(async (name) => {
      const file = fileURLToPath(new URL(name, here))
      const { rows } = (await import(pathToFileURL(file).href)) as { rows: readonly Row[] }
      return rows.map((row) => ({ file, row, text: `${name} ${row.name}` }))
    }),
  )
  return all.flat().filter(({ text }) => words.every((word) => text.includes(word)))
}
