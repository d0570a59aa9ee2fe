// What every entry point of the bundle loads: their common part is one file. In files of its own for each set of entry
// points that share it, it takes a third longer to load, which each test file of a suite does anew. What no test file
// needs that only sends requests (fixtures, events, the answers of language models) stands elsewhere.
import './surfaces/taps/install.ts'
export { Recorder } from './engine/recorder.ts'
export { withCassette } from './surfaces/with-cassette.ts'
export { recordedFetch } from './surfaces/fetch.ts'
export { cassetteDispatcher } from './surfaces/undici.ts'
export { parseCassette } from './engine/parse-cassette.ts'
export { formatDuration } from './core/durations.ts'
export { cassettePath } from './surfaces/cassette-path.ts'
export { packed } from './surfaces/vitest/travel.ts'
export { runConfig } from './surfaces/vitest/worker.ts'
export { readConfig } from './engine/config-file.ts'
export { cassettesOf } from './surfaces/vitest/cassette-paths.ts'
export { noteOf } from './surfaces/vitest/notes.ts'
