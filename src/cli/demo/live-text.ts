import type { Output } from '../io.ts'
import { textWidth } from '../page/text-width.ts'

/** Prints text as it comes, its lines broken between words. @returns what is given the pieces, and ends the last line. */
export function liveText(
  out: Output,
  indent: number,
): { readonly say: (text: string) => void; readonly end: () => void } {
  const width = Math.min(out.columns, 80) - indent
  let column = 0
  return {
    say(text) {
      for (const [word] of text.matchAll(/\s*\S+/g)) {
        const isBroken = column > 0 && column + textWidth(word) > width
        const shown = isBroken || column === 0 ? word.trimStart() : word
        if (isBroken) out.write('\n')
        if (isBroken || column === 0) out.write(' '.repeat(indent))
        out.write(out.paint.cyan(shown))
        column = (isBroken ? 0 : column) + textWidth(shown)
      }
    },
    end: () => out.write('\n'),
  }
}
