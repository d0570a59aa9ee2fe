export { Recorder } from './engine/recorder.ts'
export type { Counts } from './engine/counts.ts'
export type { PassthroughRule, RecorderOptions, Repeats } from './engine/options.ts'
export type { Missed } from './engine/misses.ts'
export type { HttpRequest } from './engine/http-request.ts'
export type { Outcome } from './engine/outcome.ts'
export type { Patience, Playback, PlaybackSink } from './engine/playback.ts'
export type { Recording } from './engine/recording.ts'
export type { WireHead } from './engine/wire-head.ts'
export type { Alarm, Clock } from './engine/clock.ts'

import './surfaces/taps/install.ts'
export { withCassette, type WithRecorder } from './surfaces/with-cassette.ts'
export { recordedFetch } from './surfaces/fetch.ts'

export { loadCassette, fixture, type Fixture } from './surfaces/fixtures.ts'
export { toRequest, toResponse } from './surfaces/web-messages.ts'
export { events, type StreamEvent } from './core/events.ts'
export { llmAnswer, type AnswerPart, type LlmAnswer } from './core/llm/answer.ts'

export { parseCassette } from './engine/parse-cassette.ts'
export { stringifyCassette, writeCassette, type WriteOptions } from './core/codec/write.ts'
export type { Dialect, GoYaml } from './core/codec/dialect.ts'
export { formatDuration, parseDuration } from './core/durations.ts'
export type { Cassette, Interaction, RecordedRequest, RecordedResponse } from './core/model.ts'
export type { Body } from './core/body.ts'
export type { Chunk } from './core/chunks.ts'
export type { HeaderMap } from './core/headers.ts'
export type { ResponseHead } from './core/head.ts'
export type { Mode } from './core/modes.ts'
export type { Pacing, Speed } from './core/timeline.ts'

export {
  createMatcher,
  type Matcher,
  type MatchFunction,
  type MatchName,
  type MatchOptions,
} from './core/match/matcher.ts'
export type { Comparable, Normalised } from './core/match/normalise.ts'
export type { Difference } from './core/match/difference.ts'
export type { Miss, MissedRequest, Nearest } from './core/match/explain/miss.ts'
export { formatMiss } from './core/match/explain/format-miss.ts'
export type { RedactOptions } from './core/redact/options.ts'
export type { HeaderOptions } from './core/redact/header-policy.ts'

export {
  BodyNotKeptError,
  CassetteFormatError,
  CassetteLockedError,
  CassetteNotFoundError,
  CassetteStoreError,
  CassetteVersionError,
  TapError,
  UnusedInteractionsError,
  WiretapeError,
  type Position,
} from './core/errors.ts'
export { NoMatchError } from './core/match/explain/no-match-error.ts'
export { SecretFoundError } from './core/redact/secret-found-error.ts'
export type { Finding } from './core/redact/report/findings.ts'
export type { Config } from './engine/config-file.ts'
