import { decodeBase64 } from './general-shapes.ts'
import type { Shape } from './shapes.ts'

/** How base64 of a text begins, whatever comes behind that. */
function beginning(text: string): string {
  return btoa(text.slice(0, text.length - (text.length % 3)))
}

const kinds = ['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED ', 'PGP ']
// Files come in lines of 60 to 76 letters, as GitHub gives them.
const lines = /[A-Za-z0-9+/]*(?:(?:\\n|\r?\n)[A-Za-z0-9+/]{16,76}(?![A-Za-z0-9+/]))*={0,2}/y

const kubeconfig = 'apiVersion: '
const credential = /^\s+(?:- )?"?(?:client-key-data|token|id-token|password)"?: *\S/m

/** Secrets that stand in base64, as Kubernetes, clouds and GitHub give keys and files. */
export const wrappedShapes: readonly Shape[] = [
  {
    id: 'private-key',
    starts: kinds.map((kind) => beginning(`-----BEGIN ${kind}PRIVATE KEY`)),
    rest: lines,
  },
  {
    id: 'service-account',
    starts: ['{"type":"', '{"type": "', '{\n  "type": "'].map((start) =>
      beginning(`${start}service_account"`),
    ),
    rest: lines,
  },
  { id: 'docker-config', starts: [beginning('{"auths":')], rest: /[A-Za-z0-9+/]{20,}={0,2}/y },
  { id: 'jwt', starts: [beginning('eyJhbGciO')], rest: /[A-Za-z0-9+/]{40,}={0,2}/y },
  {
    id: 'kubeconfig',
    starts: [beginning(kubeconfig)],
    // At the beginning of its base64 alone: what is none is decoded once.
    rest: /(?<=(?<![A-Za-z0-9+/])YXBpVmVyc2lvbjog)[A-Za-z0-9+/]{64,}={0,2}/y,
    accepts: (found) => credential.test(decodeBase64(found)),
  },
]
