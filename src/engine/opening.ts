import { type Plan, type Mode, planOf, resolveMode } from '../core/modes.ts'
import type { Cassette } from '../core/model.ts'
import { BodyMemory } from './body-memory.ts'
import { nodeHost } from './host.ts'
import { type Recorded, partialOf, readLeftOver } from './journal.ts'
import { notAFileError } from './store-error.ts'
import type { Keeper } from './keeper.ts'
import { takeLock } from './lock.ts'
import { newIndex } from './new-index.ts'
import { type Opened, type Served, openContent, openServed } from './opened.ts'
import { type RecorderOptions, checkOptions } from './options.ts'
import { readCassette } from './read-cassette.ts'
import type { Store } from './disk.ts'
import { fileStore } from './store.ts'
import { Sequence } from './sequence.ts'

/** All that a recorder stands on. */
export interface Recordable extends Opened {
  /** Keeps what is recorded; none where nothing is. */
  readonly keeper: Keeper | undefined
  /** What bodies share that are on their way. */
  readonly memory: BodyMemory
}

/**
 * Opens a cassette on the disk.
 *
 * @param writesTogether - Whether what ends in one turn of the event loop is written at its end, for surfaces that `pass()`.
 */
export async function openCassette(
  path: string,
  options: RecorderOptions,
  writesTogether = false,
): Promise<Recordable> {
  const { opened, disk } = look(path, options)
  if (disk.plan.saves === 'no') return opened
  const lock = await takeLock(disk.realFile, path, fileStore)
  // An eighth of the package, which each test file of a suite loads anew: most only replay.
  const { keeping } = await import('./keeping.ts')
  return keeping(opened, disk, lock, writesTogether)
}

/**
 * Opens a cassette that somebody else may be recording to: what stands in it is replayed, and nothing is saved.
 *
 * What they would record is sent.
 */
export function openFollowing(path: string, options: RecorderOptions): Recordable {
  checkOptions(options)
  const mode = resolveMode(options.mode, options.env ?? process.env)
  const realFile = fileStore.realPath(path)
  const exists = fileStore.stamp(realFile) !== undefined
  const { onMatch, onMiss, needsFile } = planOf(mode, exists)
  const existing =
    exists && onMatch === 'replay' ? readCassette(fileStore, realFile, path) : undefined
  const misses = onMiss === 'record' ? 'send' : onMiss
  const plan: Plan = { onMatch, onMiss: misses, saves: 'no', needsFile }
  return together(path, mode, { plan, exists, existing }, options)
}

interface Looked {
  readonly opened: Recordable
  readonly disk: OnDisk
}

/** Opens a cassette as far as it is replayed, and tells what is to be known to record to it. */
export function look(path: string, options: RecorderOptions): Looked {
  checkOptions(options)
  const mode = resolveMode(options.mode, options.env ?? process.env)
  const disk = lookAt(fileStore, path, mode)
  const opened = together(path, mode, disk, options)
  if (disk.plan.saves === 'no' && disk.leftOver !== undefined) opened.warn(leftOverMessage(path))
  return { opened, disk }
}

/** Opens a cassette that is in memory, to be replayed. */
export function openLoaded(cassette: Cassette, options: RecorderOptions, name: string): Recordable {
  return withoutFile(openServed({ cassette, name, onMiss: 'refuse' }, options, nodeHost))
}

/** Opens a cassette that is in memory for a server, with the file that takes what it does not answer, if there is one. */
export async function openServing(
  served: Served,
  options: RecorderOptions,
  beside?: Beside,
): Promise<Recordable> {
  return beside === undefined
    ? withoutFile(openServed(served, options, nodeHost))
    : openBeside(beside, served, options)
}

/** The file that takes what a served cassette does not answer. */
export interface Beside {
  readonly file: string
  /** Whether what it holds is in the served cassette already. */
  readonly isServed: boolean
}

/** What the file has is replayed, too. */
async function openBeside(
  { file, isServed }: Beside,
  { cassette, name }: Omit<Served, 'onMiss'>,
  options: RecorderOptions,
): Promise<Recordable> {
  const env = { ...(options.env ?? process.env), WIRETAPE_MODE: 'new-episodes' }
  const opened = await openCassette(file, { ...options, env })
  const { interactions } = opened.sequence.index
  const served = [...cassette.interactions, ...(isServed ? [] : interactions)]
  const sequence = new Sequence(newIndex(served, opened), options.repeats)
  return { ...opened, path: name, sequence }
}

interface InMemory {
  readonly plan: Plan
  readonly exists: boolean
  readonly existing: Cassette | undefined
  readonly leftOver?: Recorded | undefined
}

/** A cassette's file as it was found. */
export interface OnDisk extends InMemory {
  readonly realFile: string
  readonly stamp: string | undefined
}

function lookAt(store: Store, path: string, mode: Mode): OnDisk {
  const realFile = store.realPath(path)
  const stamp = store.stamp(realFile)
  const exists = stamp !== undefined
  const leftOver = readLeftOver(store, realFile, path)
  const isTakenIn = leftOver !== undefined && mode === 'once' && !exists
  const plan = planOf(isTakenIn ? 'new-episodes' : mode, exists)
  if (exists && plan.saves !== 'no' && store.ownership(realFile)?.kind === 'other') {
    throw notAFileError(path)
  }
  const isRead = exists && (plan.onMatch === 'replay' || plan.saves === 'appends')
  const existing = isRead ? readCassette(store, realFile, path) : undefined
  return { realFile, stamp, exists, plan, existing, leftOver }
}

function together(
  path: string,
  mode: Mode,
  { plan, exists, existing, leftOver }: InMemory,
  options: RecorderOptions,
): Recordable {
  const left = plan.saves === 'appends' && leftOver ? leftOver.interactions : []
  const interactions = [...(existing?.interactions ?? []), ...left]
  return withoutFile(openContent({ path, mode, plan, exists, interactions }, options, nodeHost))
}

function withoutFile(opened: Opened): Recordable {
  // Not spread: to add keys to what is spread takes V8 microseconds, and a suite opens a recorder for each of its tests.
  return Object.assign({ keeper: undefined, memory: new BodyMemory() }, opened)
}

function leftOverMessage(path: string): string {
  return (
    `${partialOf(path)} holds what a killed run recorded. ` +
    `\`wiretape recover ${path}\` adds it to the cassette.`
  )
}
