let isOurs = false

/** Calls Node for the taps themselves: whoever stands in the way again, asks no second time. */
export function ourselves<T>(call: () => T): T {
  const before = isOurs
  isOurs = true
  try {
    return call()
  } finally {
    isOurs = before
  }
}

/** Whether the taps themselves call. */
export function areOurselves(): boolean {
  return isOurs
}
