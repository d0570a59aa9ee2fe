import { spawnSync } from 'node:child_process'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { CassetteLockedError } from '../core/errors.ts'
import type { Store } from './disk.ts'

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
  const server = doorkeeper()
  let isTaken = await listen(server, address)
  if (!isTaken && isFile(address) && !(await answers(address))) {
    // The socket's file outlived its process.
    store.remove(address)
    isTaken = await listen(server, address)
  }
  if (!isTaken) throw lockedError(file)
  return held(server)
}

/**
 * Takes the lock of a cassette before this call returns, for who cannot wait.
 *
 * @throws CassetteLockedError where another recorder holds it.
 */
export function takeLockNow(realPath: string, file: string, store: Store): Lock {
  const address = addressOf(realPath)
  let server = listeningNow(address)
  if (server === undefined && isFile(address) && !answersNow(address)) {
    store.remove(address)
    server = listeningNow(address)
  }
  if (server === undefined) throw lockedError(file)
  return held(server)
}

function held(server: Server): Lock {
  server.unref()
  return { release: () => void server.close() }
}

function lockedError(file: string): CassetteLockedError {
  return new CassetteLockedError(
    file,
    `Another recorder is recording to ${file}.\nGive each its own cassette, or let the other one stop first.`,
  )
}

function doorkeeper(): Server {
  return net().createServer((socket) => socket.destroy())
}

/** A path is bound at once; only the events that tell of it come later. */
function listeningNow(path: string): Server | undefined {
  const server = doorkeeper()
  server.once('error', () => server.close())
  server.listen({ path, exclusive: true })
  return server.listening ? server : undefined
}

const knock =
  "require('net').connect(process.argv[1]).on('connect', () => process.exit(0)).on('error', () => process.exit(1))"

/** Another process has the time to wait for an answer. */
function answersNow(path: string): boolean {
  const { NODE_OPTIONS: _, ...env } = process.env
  return spawnSync(process.execPath, ['-e', knock, path], { env }).status === 0
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
    const socket = net().connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

// Not imported: a run that only replays has no need of it.
function net(): typeof import('node:net') {
  return process.getBuiltinModule('node:net')
}

function addressOf(realPath: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  const name = `wiretape-${createHash('sha256').update(realPath).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(process.getBuiltinModule('node:os').tmpdir(), `${name}.sock`)
}

function isFile(address: string): boolean {
  return address.endsWith('.sock')
}
