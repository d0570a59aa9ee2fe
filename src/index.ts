export { Recorder, type Counts } from './engine/recorder.ts'
export type { RecorderOptions } from './engine/options.ts'
export { recordedFetch } from './surfaces/fetch.ts'
