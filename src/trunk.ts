// What every entry point of the bundle loads: their common part is one file. In files of its own for each set of entry
// points that share it, it takes a third longer to load, which each test file of a suite does anew.
import './index.ts'
export { cassetteDispatcher } from './surfaces/undici.ts'
export { packed } from './surfaces/vitest/travel.ts'
export { runConfig } from './surfaces/vitest/worker.ts'
export { readConfig } from './engine/config-file.ts'
export { cassettesOf } from './surfaces/vitest/cassette-paths.ts'
export { noteOf } from './surfaces/vitest/notes.ts'
