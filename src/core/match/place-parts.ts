import { pairsTemplate } from './body-template.ts'
import { compareOrigins, comparePaths, compareUrls } from './compare-urls.ts'
import { compareText } from './difference.ts'
import { comparePairs } from './pairs.ts'
import type { Part } from './part.ts'
import type { Template } from './templates.ts'
import { urlTemplate } from './url-template.ts'
import { wild } from './wild.ts'

const everywhere: Template = { id: 'any', keyOf: () => '' }

/** The method, told apart without case. */
export const methodPart: Part = {
  name: 'method',
  isPlace: true,
  key: ({ method }) => method,
  compare: (actual, recorded, findings) =>
    compareText(actual.method, recorded.method, undefined, findings),
}

/** Scheme, host, path and query. */
export const urlPart: Part = {
  name: 'url',
  isPlace: true,
  key: ({ url }) => url.text,
  template: urlTemplate,
  compare: (actual, recorded, findings) => compareUrls(actual.url, recorded.url, findings),
}

/** Scheme and host. */
export const originPart: Part = {
  name: 'origin',
  isPlace: true,
  key: ({ url }) => `${url.scheme}://${url.host}`,
  template: ({ url }) => (url.host.includes(wild) ? everywhere : undefined),
  compare: (actual, recorded, findings) => compareOrigins(actual.url, recorded.url, findings),
}

/** Host name and port. */
export const hostPart: Part = {
  name: 'host',
  isPlace: true,
  key: ({ url }) => url.host,
  template: ({ url }) => (url.host.includes(wild) ? everywhere : undefined),
  compare: (actual, recorded, findings) =>
    compareText(actual.url.host, recorded.url.host, undefined, findings),
}

/** The path, escapes that mean the same being equal. */
export const pathPart: Part = {
  name: 'path',
  isPlace: true,
  key: ({ url }) => url.path,
  template: ({ url }) => (url.path.includes(wild) ? everywhere : undefined),
  compare: (actual, recorded, findings) =>
    comparePaths(actual.url, recorded.url, undefined, findings),
}

/** The query's parameters, the order of different names apart. */
export const queryPart: Part = {
  name: 'query',
  isPlace: true,
  key: ({ url }) => JSON.stringify(url.query),
  template: ({ url }) => pairsTemplate(url.query, (request) => request.url.query),
  compare: (actual, recorded, findings) =>
    comparePairs(actual.url.query, recorded.url.query, 'query', findings),
}
