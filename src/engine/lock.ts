import { createHash } from 'node:crypto'
import { type Server, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CassetteLockedError } from '../core/errors.ts'
import type { Store } from './store.ts'

/** Held by the recorder that will save a cassette. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock of a cassette: a listening socket, so that a dead process or thread cannot hold it.
 *
 * @param realPath - The cassette's file behind symbolic links.
 * @param file - As the user named it, for the message.
 * @throws CassetteLockedError where another recorder holds it.
 */
export async function takeLock(realPath: string, file: string, store: Store): Promise<Lock> {
  const address = addressOf(realPath)
  const server = createServer((socket) => socket.destroy())
  let isTaken = await listen(server, address)
  if (!isTaken && isFile(address) && !(await answers(address))) {
    // The socket's file outlived its process.
    store.remove(address)
    isTaken = await listen(server, address)
  }
  if (!isTaken) {
    throw new CassetteLockedError(
      file,
      `Another recorder is recording to ${file}.\nGive each its own cassette, or let the other one stop first.`,
    )
  }
  server.unref()
  return { release: () => void server.close() }
}

/** @returns false where the address is in use. */
function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error)
    server.once('error', onError)
    // Exclusive, or the workers of a cluster would share one socket and with it the lock.
    server.listen({ path, exclusive: true }, () => {
      server.off('error', onError)
      resolve(true)
    })
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

function addressOf(realPath: string): string {
  const name = `wiretape-${createHash('sha256').update(realPath).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

function isFile(address: string): boolean {
  return address.endsWith('.sock')
}
