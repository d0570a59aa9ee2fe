import { fileURLToPath } from 'node:url'

/** What the Node processes of a wrapped command load first. It stands two folders below the package, as all of us do. */
export const routePreload: string = fileURLToPath(new URL('../../dist/route.cjs', import.meta.url))
