import { remembering } from '../core/remembering.ts'

const unsendable = /[^\t\x20-\x7e\x80-\xff]/

/** Whether a reason phrase is one that `Response` and Node's server take. */
export function isSendableReason(reason: string): boolean {
  return !unsendable.test(reason)
}

/** A reason phrase that they take: with blanks in the place of all else. */
export const sendableReason: (reason: string) => string = remembering((reason) =>
  reason.replace(new RegExp(unsendable, 'g'), ' '),
)
