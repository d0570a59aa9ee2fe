import { keeping } from './keeping.ts'
import { takeLockNow } from './lock.ts'
import { type Recordable, look } from './opening.ts'
import type { RecorderOptions } from './options.ts'
import { fileStore } from './store.ts'

/** Opens a cassette on the disk before this call returns. */
export function openCassetteNow(path: string, options: RecorderOptions): Recordable {
  const { opened, disk } = look(path, options)
  if (disk.plan.saves === 'no') return opened
  return keeping(opened, disk, takeLockNow(disk.realFile, path, fileStore))
}
