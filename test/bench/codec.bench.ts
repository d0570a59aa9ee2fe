import { readFileSync } from 'node:fs'
import * as jsYaml from 'js-yaml'
import * as yaml from 'yaml'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import type { Cassette } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { old, plainCassette, readWhole } from './cassette-files.ts'
import {
  bodyOfLast,
  jsonOf,
  lastPlayed,
  loading,
  loadingTexts,
  playingLast,
  saving,
  textOf,
} from './codec-subjects.ts'
import {
  fileSize,
  firstLookUp,
  largeBytes,
  opening,
  parsingBodies,
  peakMemory,
} from './large-subjects.ts'
import type { Row } from './row.ts'

const megabytes = `${largeBytes / 1e6} MB`

/** Reading and writing files. Every body is decoded; all begin with the bytes of a file, as from the disk. */
export const rows: readonly Row[] = [
  {
    name: 'load the cassettes of go-vcr, every value',
    subjects: {
      wiretape: loading((bytes) => readWhole(parseCassette(bytes))),
      yaml: loading((bytes) => yaml.parse(textOf(bytes))),
      'js-yaml': loading((bytes) => jsYaml.load(textOf(bytes), old)),
      'JSON.parse': loading((bytes) => JSON.parse(textOf(bytes)), jsonOf),
      'JSON.parse of text': loadingTexts((text) => JSON.parse(text)),
    },
    targets: [
      { of: 'yaml', atMost: 1 / 15 },
      { of: 'JSON.parse', atMost: 2 },
    ],
  },
  {
    name: 'save the cassettes of go-vcr, every value anew',
    subjects: {
      wiretape: saving(
        (bytes) => parseCassette(bytes),
        (cassette) => {
          return stringifyCassette(cassette as Cassette, { reuseSource: false })
        },
      ),
      yaml: saving(plainCassette, (value) => yaml.stringify(value)),
      'js-yaml': saving(plainCassette, (value) => jsYaml.dump(value)),
      'JSON.stringify': saving(plainCassette, (value) => JSON.stringify(value)),
    },
    targets: [{ of: 'yaml', atMost: 1 / 4 }],
  },
  {
    name: 'open one of go-vcr’s cassettes and play its last',
    subjects: {
      wiretape: playingLast(lastPlayed),
      yaml: playingLast((bytes) => bodyOfLast(yaml.parse(textOf(bytes)))),
      'js-yaml': playingLast((bytes) => {
        return bodyOfLast(jsYaml.load(textOf(bytes), old))
      }),
      'JSON.parse': playingLast((bytes) => bodyOfLast(JSON.parse(textOf(bytes))), jsonOf),
    },
    targets: [{ of: 'yaml', atMost: 1 / 15 }],
  },
  {
    name: `open ${megabytes}`,
    rounds: 5,
    subjects: {
      wiretape: opening(async (path) => (await Recorder.open(path, { mode: 'replay' })).stop()),
      'read the file': opening((path) => readFileSync(path)),
    },
    targets: [{ of: 'read the file', atMost: 4 }],
  },
  {
    name: `load ${megabytes}: the most memory`,
    unit: 'bytes',
    rounds: 1,
    subjects: { wiretape: peakMemory, 'the file': fileSize },
    targets: [{ of: 'the file', atMost: 4 }],
  },
  {
    name: `${megabytes}: the first look-up in the largest group`,
    unit: 'ms',
    rounds: 5,
    subjects: { wiretape: firstLookUp, 'JSON.parse of its bodies': parsingBodies },
    targets: [{ of: 'JSON.parse of its bodies', atMost: 8 }],
  },
]
