import type { Document, YAMLError } from 'yaml'
import { SourceText } from '../source-text.ts'
import { checkTokens } from './check-tokens.ts'
import { indentQuoted } from './indent-quoted.ts'
import type { Context } from './nodes.ts'
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
 * Go reads quoted text that stands left of its key, the `yaml` package does not: it is indented for it.
 */
export function composeFirst(text: string, file: string | undefined, yaml: Yaml): Composed {
  const asWritten = compose({ yaml, source: new SourceText(text, file) })
  const [error] = errorsOf(asWritten)
  if (error === undefined) return asWritten
  const { text: indented, shifts } = indentQuoted(text)
  if (shifts.size > 0) {
    const mended = compose({ yaml, source: new SourceText(indented, file, shifts) })
    if (errorsOf(mended).length === 0) return mended
  }
  return asWritten.context.source.fail(`it is not YAML: ${error.message}.`, error.pos[0])
}

// What is wrong with a document behind the first is nobody's business, as in Go.
function errorsOf({ document, context }: Composed): readonly YAMLError[] {
  const end = document?.range[2] ?? 0
  const isLast = !context.source.text.startsWith('---', end)
  return (document?.errors ?? []).filter(({ pos }) => isLast || pos[0] < end)
}

function compose(context: Context): Composed {
  const { Composer, Parser } = context.yaml
  const composer = new Composer(options)
  const tokens = checkTokens(new Parser().parse(context.source.text), context.source)
  // No more than the first is ever composed.
  for (const document of composer.compose(tokens)) return { context, document }
  return { context, document: undefined }
}
