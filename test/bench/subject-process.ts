import { pathToFileURL } from 'node:url'
import type { Repeated, Row, Subject, Unit } from './row.ts'

/** What the process of a subject tells the runner. */
export type Told = { readonly kind: 'ready' } | { readonly kind: 'figure'; readonly figure: number }

const warmUpMs = process.env['WIRETAPE_BENCH'] === 'quick' ? 50 : 400
const roundMs = 50

const [file = '', rowName = '', subjectName = ''] = process.argv.slice(2)
const { rows } = (await import(pathToFileURL(file).href)) as { readonly rows: readonly Row[] }
const row = rows.find(({ name }) => name === rowName)
const setup = row?.subjects[subjectName]
if (row === undefined || setup === undefined)
  throw new Error(`No subject ${rowName}: ${subjectName}`)

const subject = await setup()
const measure = measureOf(subject, row.unit ?? 'time')

process.on('message', (asked: 'ready' | 'round' | 'end') => {
  if (asked === 'end') void end()
  else if (asked === 'round') void measure().then((figure) => tell({ kind: 'figure', figure }))
})
if ('repeat' in subject) {
  // The first piece of work may read a long cassette: it would leave no time to warm up.
  await subject.repeat(1)
  await warmUp(subject)
  // What setup left behind is not the work's. With it goes compiled code: V8 drops what was made for shapes that nothing
  // has at the moment.
  globalThis.gc?.()
  await warmUp(subject)
}
tell({ kind: 'ready' })

function measureOf(measured: Subject, unit: Unit): () => Promise<number> {
  if ('measure' in measured) return measured.measure
  const now = unit === 'cpu' ? cpuNs : wallNs
  let times = 1
  return async () => {
    for (;;) {
      const [begunAt, begunNs] = [wallNs(), now()]
      await measured.repeat(times)
      const [wall, figure] = [wallNs() - begunAt, (now() - begunNs) / times]
      if (wall >= (roundMs * 1e6) / 2) return figure
      times = Math.ceil(times * Math.min(10, (roundMs * 1e6) / Math.max(wall, 1)))
    }
  }
}

async function warmUp(repeated: Repeated): Promise<void> {
  const until = wallNs() + warmUpMs * 1e6
  for (let times = 1; wallNs() < until; times = Math.min(times * 2, 1024)) {
    await repeated.repeat(times)
  }
}

function wallNs(): number {
  return Number(process.hrtime.bigint())
}

function cpuNs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

function tell(told: Told): void {
  if (process.send === undefined) throw new Error('Only the runner starts this.')
  process.send(told)
}

async function end(): Promise<void> {
  await subject.close?.()
  process.disconnect()
}
