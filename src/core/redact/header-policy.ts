import { remembering } from '../remembering.ts'
import { createNameTest, type NameTest, plainName } from './places/names.ts'
import { innocentHeader, secretHeaderNames } from './places/places.ts'

/** Which header fields a cassette keeps. */
export interface HeaderOptions {
  /** `'minimal'`: as the first cassettes of go-vcr's users; `'all'`: all but known credentials. */
  readonly headers?: 'minimal' | 'all'
  /** Names kept besides, on both sides. The value of a credential is still redacted. */
  readonly keepHeaders?: readonly string[]
  /** Names dropped besides, on both sides. */
  readonly dropHeaders?: readonly string[]
}

/** The tests that carry out a header policy. Names in any case. */
export interface HeaderPolicy {
  readonly isSecretHeader: NameTest
  readonly keepsRequestHeader: NameTest
  readonly keepsResponseHeader: NameTest
}

// What a server reads to choose its answer. All else of a request may be a key, and says nothing in a replay.
const harmless =
  /^(?:accept|accept-(?:language|charset|patch|post|profile|version)|content-type|content-language|user-agent|range|if-[a-z-]+|prefer|depth|soapaction|x-amz-target|x-http-method(?:-override)?|x-method-override|tus-resumable|upload-(?:offset|length)|graphql-(?:preflight|require-preflight)|(?:[a-z0-9-]+-)?(?:version|beta))$/i
const minimalRequest = new Set(['accept', 'content-type', 'user-agent'])
const minimalResponse = new Set(['content-type'])

/** Compiles a header policy. `added` are credentials by the user's word, `kept` are none (plain names). */
export function createHeaderPolicy(
  options: HeaderOptions,
  added: readonly string[],
  kept: ReadonlySet<string>,
): HeaderPolicy {
  checkHeaders(options)
  const isListed = createNameTest(secretHeaderNames, added, kept)
  const addedNames = new Set(added.map(plainName))
  const isSecretHeader = remembering(
    (name) => isListed(name) && (addedNames.has(plainName(name)) || !innocentHeader.test(name)),
  )
  const keepNames = lowerCase(options.keepHeaders)
  const dropNames = lowerCase(options.dropHeaders)
  const keeps = (byDefault: NameTest): NameTest =>
    remembering((name) => {
      const lower = name.toLowerCase()
      return !dropNames.has(lower) && (keepNames.has(lower) || byDefault(lower))
    })
  const isOpen: NameTest = (name) => !isSecretHeader(name)
  return {
    isSecretHeader,
    keepsRequestHeader: keeps(requestDefault(options, isOpen)),
    keepsResponseHeader: keeps(
      options.headers === 'minimal' ? (name) => minimalResponse.has(name) : isOpen,
    ),
  }
}

// A wrong word would else keep more than was asked for.
function checkHeaders(options: HeaderOptions): void {
  const { headers } = options
  if (headers !== undefined && headers !== 'minimal' && headers !== 'all') {
    throw new TypeError(`headers is ${JSON.stringify(headers)}. It is one of 'minimal', 'all'.`)
  }
  for (const key of ['keepHeaders', 'dropHeaders'] as const) {
    const names: unknown = options[key] ?? []
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) continue
    throw new TypeError(`${key} is ${JSON.stringify(names)}. It is a list of names.`)
  }
}

function requestDefault(options: HeaderOptions, isOpen: NameTest): NameTest {
  if (options.headers === 'all') return isOpen
  if (options.headers === 'minimal') return (name) => minimalRequest.has(name)
  return (name) => harmless.test(name) && isOpen(name)
}

function lowerCase(names: readonly string[] | undefined): ReadonlySet<string> {
  return new Set(names?.map((name) => name.toLowerCase()))
}
