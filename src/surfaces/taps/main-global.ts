import { runInThisContext } from 'node:vm'

/**
 * The global object of the process's main realm.
 *
 * Test runners evaluate modules in realms of their own (vitest's vmThreads, jest), where `globalThis` is another one.
 */
export const mainGlobal: object = runInThisContext('globalThis') as object
