/** Hands bytes over, piece by piece, within the call: they are lent. */
export type Emit = (write: (bytes: Uint8Array) => void) => void

/** A file that grows at its end. */
export interface Appender {
  /** Writes all that is emitted, or nothing: what a full disk cut is taken back. @throws CassetteStoreError */
  append(emit: Emit): void
  close(): void
}

/** A file that is read in parts. */
export interface Reader {
  /** In bytes. */
  readonly length: number
  read(from: number, to: number): Uint8Array
  close(): void
}

/** A file without a name: nobody else can open it, and it is gone with this process, whatever ends that. */
export interface Scratch extends Appender, Reader {}

/** Which file it is and when it was written: tells whether somebody replaced it. */
export type FileStamp = string

/**
 * The whole disk, as far as wiretape uses it. Paths are the user's own, for they stand in messages.
 *
 * What the system refuses is a CassetteStoreError, whatever was asked of it.
 */
export interface Store {
  /** The bytes of a file, or nothing where there is none. @throws CassetteNotFoundError for a folder */
  read(file: string): Uint8Array | undefined
  /** Opens a file to read parts of it. @throws CassetteStoreError */
  open(file: string): Reader
  /** Makes a file without a name on the disk of a folder. @throws CassetteStoreError */
  scratch(folder: string): Scratch
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
  /** Removes a folder and all that is in it. */
  removeFolder(folder: string): void
  /** Removes a folder that holds nothing. @throws CassetteStoreError where it does */
  removeEmptyFolder(folder: string): void
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
