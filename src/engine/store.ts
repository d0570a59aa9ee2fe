import * as fs from 'node:fs'
import * as path from 'node:path'
import { CassetteNotFoundError, CassetteStoreError } from '../core/errors.ts'
import { isError } from '../core/realms.ts'

/** A file that grows at its end. */
export interface Appender {
  /** Writes all of it, or nothing: what a full disk cut is taken back. @throws CassetteStoreError */
  append(bytes: Uint8Array): void
  close(): void
}

/** Which file it is and when it was written: tells whether somebody replaced it. */
export type FileStamp = string

/** The whole disk, as far as wiretape uses it. Paths are the user's own, for they stand in messages. */
export interface Store {
  /** The bytes of a file, or nothing where there is none. @throws CassetteNotFoundError for a folder */
  read(file: string): Uint8Array | undefined
  /** Which file stands there, or nothing where there is none. @throws CassetteNotFoundError for a folder */
  stamp(file: string): FileStamp | undefined
  /** The file behind symbolic links, also where it does not exist yet. */
  realPath(file: string): string
  /** Opens a file for appending at `length` bytes; what stood behind them is cut. Missing folders are made. */
  append(file: string, length: number): Appender
  /** Puts a whole file in the place of another in one step: readers see the old one or the new one. */
  replace(file: string, pieces: Iterable<Uint8Array>, how?: Replacing): void
  rename(from: string, to: string): void
  remove(file: string): void
  /** What a folder holds, by name; nothing where it is no folder. */
  list(folder: string): readonly FolderEntry[] | undefined
  /** Makes a folder that is its owner's alone, where there is none, and those above it. */
  makePrivate(folder: string): void
  /** Whose a file or folder is; nothing where there is none. */
  ownership(file: string): Ownership | undefined
}

/** How one file takes the place of another. */
export interface Replacing {
  /** Told the stamp that the new one will have, before it takes its place. */
  readonly isReady?: (stamp: FileStamp | undefined) => void
  /** Who may do what with it. @defaultValue that of the old one, else as files are made here */
  readonly mode?: number
}

/** Whose something on the disk is. */
export interface Ownership {
  readonly kind: FolderEntry['kind']
  /** Who may do what with it: 0o600. Means nothing on Windows. */
  readonly mode: number
  /** Whether it is this user's. */
  readonly isOwn: boolean
}

/** Something in a folder. */
export interface FolderEntry {
  readonly name: string
  /** A link counts as neither a file nor a folder. */
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

/** The store on this machine's disk. */
export const fileStore: Store = {
  read: readFile,
  stamp,
  realPath,
  append: openAppender,
  replace: replaceFile,
  rename: (from, to) => attempt(to, 'move', () => fs.renameSync(from, to)),
  remove: (file) => attempt(file, 'remove', () => fs.rmSync(file, { force: true })),
  list: listFolder,
  makePrivate: (folder) =>
    attempt(folder, 'make', () => void fs.mkdirSync(folder, { recursive: true, mode: 0o700 })),
  ownership,
}

function ownership(file: string): Ownership | undefined {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  const isOwn = process.getuid === undefined || stats.uid === process.getuid()
  return { kind: kindOf(stats), mode: stats.mode & 0o777, isOwn }
}

function listFolder(folder: string): readonly FolderEntry[] | undefined {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined
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
    throw storeError(file, 'read', error)
  }
}

function stamp(file: string): FileStamp | undefined {
  const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
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
    return fs.realpathSync(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw storeError(file, 'find', error)
  }
  const isDangling = fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
  if (isDangling) return realPath(path.resolve(path.dirname(file), fs.readlinkSync(file)))
  const folder = path.dirname(path.resolve(file))
  return folder === path.resolve(file) ? folder : path.join(realPath(folder), path.basename(file))
}

function openAppender(file: string, length: number): Appender {
  const descriptor = attempt(file, 'write', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const opened = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o666)
    fs.ftruncateSync(opened, length)
    return opened
  })
  let end = length
  return {
    append(bytes) {
      try {
        writeAll(descriptor, bytes, end)
      } catch (error) {
        fs.ftruncateSync(descriptor, end)
        throw storeError(file, 'write', error)
      }
      end += bytes.length
    },
    close: () => fs.closeSync(descriptor),
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += fs.writeSync(descriptor, bytes, done, bytes.length - done, position + done)
  }
}

function replaceFile(
  file: string,
  pieces: Iterable<Uint8Array>,
  { isReady, mode: wanted }: Replacing = {},
): void {
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2, 10)}.tmp`
  const descriptor = attempt(file, 'write', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const mode = wanted ?? fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0o666
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
    let position = 0
    for (const piece of pieces) {
      writeAll(descriptor, piece, position)
      position += piece.length
    }
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

function attempt<T>(file: string, doing: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw storeError(file, doing, error)
  }
}

const advice: Readonly<Record<string, string>> = {
  EACCES: 'You have no right to; check the owner and mode of the file and its folder.',
  EPERM: 'You have no right to; check the owner and mode of the file and its folder.',
  EROFS: 'The disk is read-only.',
  ENOSPC: 'The disk is full. Make room and run it again.',
  EDQUOT: 'Your quota on this disk is used up. Make room and run it again.',
  EFBIG: 'Files may not be larger here (ulimit -f). Raise that and run it again.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
}

function storeError(file: string, doing: string, cause: unknown): CassetteStoreError {
  const code = hasErrno(cause) ? cause.code : String(cause)
  const what = `Cannot ${doing} ${file}: ${code}.`
  const hint = advice[code]
  return new CassetteStoreError(file, hint === undefined ? what : `${what}\n${hint}`, { cause })
}

function hasErrno(error: unknown): error is Error & { code: string } {
  return isError(error) && 'errno' in error && 'code' in error
}

function hasCode(error: unknown, code: string): boolean {
  return hasErrno(error) && error.code === code
}
