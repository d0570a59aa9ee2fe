import type { Document } from 'yaml'
import { SourceText } from '../source-text.ts'
import { noYaml, YamlFault } from './fault.ts'
import { foreignHint } from './foreign.ts'
import { indentContinued } from './indent-continued.ts'
import { hasSeparators } from './line-breaks.ts'
import type { Context } from './nodes.ts'
import { tokensOf } from './tokens.ts'
import type { Yaml } from './yaml.ts'

const options = {
  // Every scalar stays the text it is: what it means depends on the field.
  schema: 'failsafe',
  resolveKnownTags: false,
  // Checked by us: the package's own check takes time quadratic in the number of keys.
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: true,
} as const

/** The first document of a file, and the text it was read from. */
export interface Composed {
  readonly context: Context
  readonly document: Document.Parsed | undefined
}

/**
 * Reads the first document, as Go does. Throws a `CassetteFormatError` where it is not YAML.
 *
 * Go reads quoted text and brackets that go on left of their key, the `yaml` package does not: it is indented for it.
 */
export function composeFirst(text: string, file: string | undefined, yaml: Yaml): Composed {
  const asWritten = { yaml, source: new SourceText(text, file) }
  const composed = compose(asWritten)
  if (!(composed instanceof YamlFault)) return composed
  const { text: indented, shifts } = indentContinued(text)
  if (indented === text) return fail(composed, asWritten)
  const mended = { yaml, source: new SourceText(indented, file, shifts) }
  const again = compose(mended)
  return again instanceof YamlFault ? fail(again, mended) : again
}

function fail({ problem, at, hint }: YamlFault, { source }: Context): never {
  if (source.text.startsWith('httprr trace ')) {
    return source.fail('it is a recording of httprr.', 0, foreignHint)
  }
  const conflict = source.text.search(/^<{7} /m)
  if (conflict !== -1) {
    const how =
      'Choose a side of each conflict, and delete the lines of "<<<<<<<", "=======" and ">>>>>>>".'
    return source.fail('a merge has left its marks.', conflict, how)
  }
  return source.fail(problem, at, hint ?? separatorHint(source.text, at))
}

// Nobody sees them, and only some editors take them for the end of a line.
function separatorHint(text: string, at: number): string | undefined {
  const [line = ''] = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)
  if (!hasSeparators(line)) return undefined
  return 'A raw U+0085, U+2028 or U+2029 ends a line. In double quotes it is "\\N", "\\L" or "\\P".'
}

function compose(context: Context): Composed | YamlFault {
  const composer = new context.yaml.Composer(options)
  stopAtFirstError(composer)
  try {
    // No more than the first is ever composed.
    for (const document of composer.compose(tokensOf(context))) return { context, document }
    return { context, document: undefined }
  } catch (error) {
    if (error instanceof YamlFault) return error
    throw error
  }
}

// go-yaml 4 knows no longest key, and go-vcr 4.0.5 writes one where JSON is sent as a form: all of it is a name there.
const longKey = 'KEY_OVER_1024_CHARS'

type ErrorPlace = number | readonly [number, number] | { readonly offset: number }

// The package collects errors, a thousand times as slowly as a good text is read: of a broken file it can make one of
// each byte. Where it reports them is no part of its interface: should it be elsewhere one day, they are many again.
function stopAtFirstError(composer: object): void {
  let first: YamlFault | undefined
  const onError = (place: ErrorPlace, code: string, message: string, isWarning?: boolean): void => {
    if (isWarning === true || code === longKey) return
    // Around every list and map the package catches what is thrown, and reports it once more.
    first ??= noYaml(message, offsetOf(place))
    throw first
  }
  Object.assign(composer, { onError })
}

function offsetOf(place: ErrorPlace): number {
  if (typeof place === 'number') return place
  return 'offset' in place ? place.offset : place[0]
}
