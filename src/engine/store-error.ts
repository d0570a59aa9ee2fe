import { CassetteStoreError } from '../core/errors.ts'
import { isError } from '../core/realms.ts'

const advice: Readonly<Record<string, string>> = {
  EACCES: 'You have no right to; check the owner and mode of the file and its folder.',
  EPERM: 'You have no right to; check the owner and mode of the file and its folder.',
  EROFS: 'The disk is read-only.',
  ENOSPC: 'The disk is full. Make room and run it again.',
  EDQUOT: 'Your quota on this disk is used up. Make room and run it again.',
  EFBIG: 'Files may not be larger here (ulimit -f). Raise that and run it again.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
}

/** What the system says of a file, with what to do about it. */
export function storeError(file: string, doing: string, cause: unknown): CassetteStoreError {
  const code = hasErrno(cause) ? cause.code : String(cause)
  const what = `Cannot ${doing} ${file}: ${code}.`
  const hint = advice[code]
  return new CassetteStoreError(file, hint === undefined ? what : `${what}\n${hint}`, { cause })
}

/** A cassette would take the place of a device, a pipe or a socket: `/dev/null` for good. */
export function notAFileError(file: string): CassetteStoreError {
  return new CassetteStoreError(
    file,
    `${file} is no regular file: it is left as it is.\nName another for the cassette.`,
  )
}

/** Whether the system has said it. */
export function hasErrno(error: unknown): error is Error & { code: string } {
  return isError(error) && 'errno' in error && 'code' in error
}

/** Whether the system has said this. */
export function hasCode(error: unknown, code: string): boolean {
  return hasErrno(error) && error.code === code
}

/** Whether a file was too large for Node to read it whole. */
export function isTooLarge(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'ERR_FS_FILE_TOO_LARGE'
}

/** A file has so many bytes, and there cannot be more than so many in one piece. */
export function tooLargeError(file: string, size: number, most: number): CassetteStoreError {
  const inMebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`
  return new CassetteStoreError(
    file,
    `Cannot read ${file}: it has ${inMebibytes(size)}, and this Node holds ${inMebibytes(most)} in one piece.\n` +
      'Read it with Node 22 or newer, or record to several cassettes.',
  )
}
