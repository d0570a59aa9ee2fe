import { dirname } from 'node:path'
import { dialectOf } from '../core/codec/dialect-of.ts'
import { seedDialect } from '../core/codec/dialect.ts'
import { Vault, vaultOf } from '../core/redact/vault.ts'
import { BodyMemory } from './body-memory.ts'
import { Keeper } from './keeper.ts'
import type { Lock } from './lock.ts'
import type { OnDisk, Recordable } from './opening.ts'
import { fileStore } from './store.ts'
import { Writer } from './writer.ts'

/** Adds to a cassette that was opened what a run needs that records to it. */
export function keeping(
  opened: Recordable,
  disk: OnDisk,
  lock: Lock,
  writesTogether = false,
): Recordable {
  const { realFile, stamp, existing, leftOver, plan } = disk
  const isAppended = plan.saves === 'appends'
  const writer = new Writer({
    store: fileStore,
    lock,
    file: opened.path,
    realFile,
    stamp,
    dialect: isAppended && existing ? dialectOf(existing) : seedDialect,
    existing: isAppended ? existing : undefined,
    leftOver: isAppended ? leftOver : undefined,
    writesTogether,
  })
  const { interactions } = opened.sequence.index
  const vault = isAppended ? vaultOf({ version: 2, interactions }) : new Vault()
  // Beside the cassette: there has to be room for them anyway, and a temporary folder may itself be memory.
  const memory = new BodyMemory(() => fileStore.scratch(dirname(realFile)))
  return { ...opened, keeper: new Keeper({ ...opened, writer, vault }), memory }
}
