import { type Tapped, type Taps, provideTaps } from '../../engine/taps.ts'
import { watchBirths } from './births.ts'
import { watchLeaks } from './claims.ts'
import { HttpTap } from './http/tap.ts'
import { isSession } from './http2/session.ts'
import { Http2Tap } from './http2/tap.ts'
import { shared } from './scopes.ts'
import { isFetchLoaded, testFetch, testHttp, testHttp2, testRuntime } from './self-test.ts'
import { loadedCopies } from './undici/places.ts'
import { UndiciTap } from './undici/tap.ts'
import { inMicrotask } from '../../engine/real-timers.ts'

const taps: Taps = {
  install(recorder: Tapped, tests: 'now' | 'at use' = 'now'): void {
    const state = shared()
    state.recorders.add(recorder)
    if (state.untap !== undefined) return
    try {
      state.untap = tapProcess(tests === 'now')
    } catch (error) {
      state.recorders.delete(recorder)
      throw error
    }
  },

  uninstall(recorder: Tapped): void {
    const state = shared()
    state.recorders.delete(recorder)
    if (state.recorders.size > 0) return
    state.untap?.()
    state.untap = undefined
  },
}

provideTaps(taps)

/** Puts the taps in. @returns what takes them out again. @throws TapError */
function tapProcess(loadsFetch: boolean): () => void {
  testRuntime(process.versions)
  const http = new HttpTap()
  const undici = new UndiciTap()
  const http2 = new Http2Tap()
  let testLater: (() => void) | undefined
  const unwatchBirths = watchBirths((emitter) => {
    if (typeof Reflect.get(emitter, 'dispatch') === 'function') {
      undici.learn(emitter)
      if (testLater !== undefined) inMicrotask(testLater)
      testLater = undefined
    } else if (typeof Reflect.get(emitter, 'addRequest') === 'function') http.learn(emitter)
    else if (isSession(emitter)) http2.learn(emitter)
  })
  const unwatchLeaks = watchLeaks()
  const untap = (): void => {
    unwatchLeaks()
    unwatchBirths()
    http2.close()
    undici.close()
    http.close()
  }
  try {
    for (const copy of loadedCopies()) undici.learn(copy)
    testHttp(http)
    if (loadsFetch || isFetchLoaded()) {
      testFetch(undici)
      testHttp2(http2)
    } else testLater = () => testFetch(undici)
    return untap
  } catch (error) {
    untap()
    throw error
  }
}
