import { Meanwhile } from '../meanwhile.ts'

/** The taps themselves call Node: whoever stands in the way again, asks no second time. */
export const ourselves: Meanwhile = new Meanwhile()
