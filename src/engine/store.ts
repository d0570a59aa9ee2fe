import { constants } from 'node:buffer'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { CassetteNotFoundError, CassetteStoreError } from '../core/errors.ts'
import { Batched } from './batched.ts'
import type {
  Appender,
  FileStamp,
  FolderEntry,
  Ownership,
  Reader,
  Replacing,
  Scratch,
  Store,
} from './disk.ts'
import {
  hasCode,
  hasErrno,
  isTooLarge,
  notAFileError,
  storeError,
  tooLargeError,
} from './store-error.ts'

/** The store on this machine's disk. */
export const fileStore: Store = {
  read: readFile,
  open: openReader,
  scratch: openScratch,
  stamp,
  realPath,
  append: openAppender,
  replace: replaceFile,
  rename: (from, to) => attempt(to, 'move', () => fs.renameSync(from, to)),
  remove: (file) => attempt(file, 'remove', () => fs.rmSync(file, { force: true })),
  removeFolder: (folder) =>
    attempt(folder, 'remove', () => fs.rmSync(folder, { recursive: true, force: true })),
  removeEmptyFolder: (folder) => attempt(folder, 'remove', () => fs.rmdirSync(folder)),
  list: listFolder,
  makePrivate: (folder) =>
    attempt(folder, 'make', () => void fs.mkdirSync(folder, { recursive: true, mode: 0o700 })),
  ownership,
}

function ownership(file: string): Ownership | undefined {
  const stats = attempt(file, 'find', () => fs.lstatSync(file, { throwIfNoEntry: false }))
  if (stats === undefined) return undefined
  const isOwn = process.getuid === undefined || stats.uid === process.getuid()
  return { kind: kindOf(stats), mode: stats.mode & 0o777, isOwn }
}

function listFolder(folder: string): readonly FolderEntry[] | undefined {
  const stats = attempt(folder, 'find', () => fs.statSync(folder, { throwIfNoEntry: false }))
  if (stats?.isDirectory() !== true) return undefined
  const entries = attempt(folder, 'read', () => fs.readdirSync(folder, { withFileTypes: true }))
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
}

function kindOf(entry: fs.Dirent | fs.Stats): FolderEntry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

function readFile(file: string): Uint8Array | undefined {
  try {
    return fs.readFileSync(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    if (hasCode(error, 'EISDIR')) throw folderError(file)
    if (isTooLarge(error)) return attempt(file, 'read', () => readLarge(file))
    throw storeError(file, 'read', error)
  }
}

/** So many bytes are read or written by one call to the system: Node takes less than 2 GiB. */
const mostAtOnce = 2 ** 30

function readLarge(file: string): Uint8Array {
  const descriptor = fs.openSync(file, 'r')
  try {
    const { size } = fs.fstatSync(descriptor)
    if (size > constants.MAX_LENGTH) throw tooLargeError(file, size, constants.MAX_LENGTH)
    // Not a Buffer: that looks for bytes in its first 2 GiB alone.
    const bytes = new Uint8Array(size)
    let done = 0
    for (let count = -1; count !== 0 && done < size; done += count) {
      count = fs.readSync(descriptor, bytes.subarray(done, done + mostAtOnce), { position: done })
    }
    return bytes.subarray(0, done)
  } finally {
    fs.closeSync(descriptor)
  }
}

function stamp(file: string): FileStamp | undefined {
  const stats = attempt(file, 'find', () =>
    fs.statSync(file, { bigint: true, throwIfNoEntry: false }),
  )
  if (stats?.isDirectory()) throw folderError(file)
  return stats && `${stats.ino}:${stats.size}:${stats.mtimeNs}`
}

function folderError(file: string): CassetteNotFoundError {
  return new CassetteNotFoundError(
    file,
    `${file} is a folder, not a cassette.\nName one of its files.`,
  )
}

function realPath(file: string): string {
  try {
    return fs.realpathSync.native(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw storeError(file, 'find', error)
  }
  const isDangling = fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
  if (isDangling) return realPath(path.resolve(path.dirname(file), fs.readlinkSync(file)))
  const folder = path.dirname(path.resolve(file))
  return folder === path.resolve(file) ? folder : path.join(realPath(folder), path.basename(file))
}

function openReader(file: string): Reader {
  const descriptor = attempt(file, 'read', () => fs.openSync(file, 'r'))
  return readerOf(descriptor, file, () => fs.fstatSync(descriptor).size)
}

function readerOf(descriptor: number, file: string, length: () => number): Reader {
  return {
    get length() {
      return length()
    },
    read: (from, to) => attempt(file, 'read', () => readPart(descriptor, from, to)),
    close: () => fs.closeSync(descriptor),
  }
}

function readPart(descriptor: number, from: number, to: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(to - from)
  let done = 0
  for (let count = -1; count !== 0 && done < bytes.length; done += count) {
    count = fs.readSync(descriptor, bytes, done, bytes.length - done, from + done)
  }
  return bytes.subarray(0, done)
}

function openScratch(folder: string): Scratch {
  const file = path.join(folder, `.wiretape-${process.pid}-${randomName()}.tmp`)
  const descriptor = attempt(file, 'write', () => {
    fs.mkdirSync(folder, { recursive: true })
    const opened = fs.openSync(file, 'wx+', 0o600)
    fs.rmSync(file)
    return opened
  })
  const appender = appenderOf(descriptor, file, 0)
  return { ...readerOf(descriptor, file, () => fs.fstatSync(descriptor).size), ...appender }
}

function randomName(): string {
  return Math.random().toString(36).slice(2, 10)
}

function openAppender(file: string, length: number): Appender {
  const descriptor = attempt(file, 'write', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const opened = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o666)
    fs.ftruncateSync(opened, length)
    return opened
  })
  return appenderOf(descriptor, file, length)
}

function appenderOf(descriptor: number, file: string, length: number): Appender {
  const batched = new Batched((bytes, at) => writeAll(descriptor, bytes, at), length)
  return {
    append(emit) {
      const { end } = batched
      try {
        emit((bytes) => batched.write(bytes))
        batched.flush()
      } catch (error) {
        batched.goBack(end)
        fs.ftruncateSync(descriptor, end)
        throw hasErrno(error) ? storeError(file, 'write', error) : error
      }
    },
    close: () => fs.closeSync(descriptor),
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(bytes.length - done, mostAtOnce)
    done += fs.writeSync(descriptor, bytes, done, length, position + done)
  }
}

function replaceFile(
  file: string,
  pieces: Iterable<Uint8Array>,
  { isReady, mode: wanted }: Replacing = {},
): void {
  const temporary = `${file}.${process.pid}.${randomName()}.tmp`
  const descriptor = attempt(file, 'write', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const stats = fs.statSync(file, { throwIfNoEntry: false })
    if (stats !== undefined && kindOf(stats) === 'other') throw notAFileError(file)
    const mode = wanted ?? stats?.mode ?? 0o666
    return fs.openSync(temporary, 'wx', mode & 0o777)
  })
  try {
    writeSynced(descriptor, pieces)
    isReady?.(stamp(temporary))
    fs.renameSync(temporary, file)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw hasErrno(error) ? storeError(file, 'write', error) : error
  }
}

function writeSynced(descriptor: number, pieces: Iterable<Uint8Array>): void {
  try {
    const batched = new Batched((bytes, at) => writeAll(descriptor, bytes, at))
    for (const piece of pieces) batched.write(piece)
    batched.flush()
    sync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** Guards against a loss of power alone: Node's permission model (`--permission`) lets nobody do it. */
function sync(descriptor: number): void {
  try {
    fs.fsyncSync(descriptor)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_ACCESS_DENIED') throw error
  }
}

function attempt<T>(file: string, doing: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof CassetteStoreError ? error : storeError(file, doing, error)
  }
}
