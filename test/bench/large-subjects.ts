import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Cassette, Interaction } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { largeFile, readWhole } from './cassette-files.ts'
import { askingFor } from './codec-subjects.ts'
import { amount, type Setup, type Subject } from './row.ts'

/** How large. */
export const largeBytes = amount(100_000_000, 2_000_000)

/** Opens the large file. */
export function opening(open: (path: string) => unknown): Setup {
  return async () => {
    const file = largeFile(largeBytes)
    return {
      repeat: async (times) => {
        for (let done = 0; done < times; done++) await open(file.path)
      },
      close: () => file.remove(),
    }
  }
}

/** The most memory that loading the large file and decoding all of it takes. */
export async function peakMemory(): Promise<Subject> {
  const file = largeFile(largeBytes)
  return {
    measure: async () => {
      await settle()
      const before = process.memoryUsage.rss()
      let peak = before
      const { interactions } = parseCassette(readFileSync(file.path))
      // As it is played: each is decoded, and all of them kept.
      for (const [index, one] of interactions.entries()) {
        readWhole({ version: 2, interactions: [one] })
        if (index % 1_000 === 0) peak = Math.max(peak, process.memoryUsage.rss())
      }
      return Math.max(peak, process.memoryUsage.rss()) - before
    },
    close: () => file.remove(),
  }
}

/** What making the file took is given back first. */
async function settle(): Promise<void> {
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.()
    await setImmediate()
  }
}

/** How large the large file is. */
export async function fileSize(): Promise<Subject> {
  const file = largeFile(largeBytes)
  return { measure: async () => file.size, close: () => file.remove() }
}

/** The first request of the largest group of requests, whose bodies nobody has read. */
export async function firstLookUp(): Promise<Subject> {
  const file = largeFile(largeBytes)
  return {
    measure: async () => {
      const cassette = parseCassette(readFileSync(file.path))
      const last = largestGroup(cassette).at(-1) as Interaction
      const asked = askingFor(last)
      const recorder = Recorder.of(parseCassette(readFileSync(file.path)))
      await settle()
      const begun = performance.now()
      const { kind } = recorder.handle(asked)
      if (kind !== 'replay') throw new Error(`${asked.url} is not played.`)
      return performance.now() - begun
    },
    close: () => file.remove(),
  }
}

/** Parsing the bodies of that group. */
export async function parsingBodies(): Promise<Subject> {
  const file = largeFile(largeBytes)
  const group = largestGroup(parseCassette(readFileSync(file.path)))
  const bodies = group.map(({ request }) => String(request.body))
  return {
    measure: async () => {
      await settle()
      const begun = performance.now()
      for (const body of bodies) JSON.parse(body)
      return performance.now() - begun
    },
    close: () => file.remove(),
  }
}

/** Those of one URL whose requests have a JSON body: the most of them. */
function largestGroup({ interactions }: Cassette): readonly Interaction[] {
  const groups = new Map<string, Interaction[]>()
  for (const one of interactions) {
    const { method, url, body } = one.request
    if (!isJson(body)) continue
    const name = `${method} ${url}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [one])
    else group.push(one)
  }
  return [...groups.values()].reduce((most, group) => (group.length > most.length ? group : most))
}

function isJson(body: Interaction['request']['body']): boolean {
  try {
    return typeof body === 'string' && typeof JSON.parse(body) === 'object'
  } catch {
    return false
  }
}
