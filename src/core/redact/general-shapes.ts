import type { Shape } from './shapes.ts'

/** Whether the first part of a token says that it is one: `{"alg": ...}`. */
function isToken(found: string): boolean {
  return decode(found.slice(0, found.indexOf('.'))).includes('"alg"')
}

/** Whether credentials of the Basic scheme are `user:password`. */
function isPair(found: string): boolean {
  return /^[ -~\u0080-\u00ff]*:[ -~\u0080-\u00ff]*$/.test(decode(found))
}

function decode(base64: string): string {
  const text = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return text.length % 4 === 1 ? '' : atob(text)
}

function hasDigit(found: string): boolean {
  return /\d/.test(found)
}

const parameter = /([^\s&"'<>\\#;,(){}[\]]{8,})/y

/** Shapes that no vendor owns. Where `rest` has a group, it ends the match and is the secret. */
export const generalShapes: readonly Shape[] = [
  { id: 'jwt', starts: ['eyJ'], rest: /[\w-]{10,}(?:\.[\w-]*){2,4}/y, accepts: isToken },
  {
    id: 'private-key',
    starts: ['-----BEGIN '],
    isInner: true,
    rest: /[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()]|-(?!----))*(?:-----END [A-Z0-9 ]{1,40}-----)?/y,
  },
  {
    id: 'userinfo',
    starts: ['://', ':\\/\\/'],
    isInner: true,
    form: 'url',
    rest: /([^\s/?#"'<>\\@:{}$`|]{0,200}:[^\s/?#"'<>\\@{}$`|*]{1,200})(?=@[\w[])/y,
  },
  {
    id: 'bearer',
    starts: ['Bearer ', 'bearer ', 'BEARER '],
    rest: /([\w.~+/-]{16,}={0,2})/y,
    accepts: hasDigit,
  },
  {
    id: 'basic',
    starts: ['Basic ', 'basic '],
    rest: /([A-Za-z0-9+/]{8,}={0,2})/y,
    accepts: isPair,
  },
  {
    id: 'presigned-url',
    starts: [
      'X-Amz-Signature=',
      'X-Amz-Credential=',
      'X-Amz-Security-Token=',
      'X-Goog-Signature=',
      'X-Goog-Credential=',
      'AWSAccessKeyId=',
      'Signature=',
      'sig=',
    ],
    form: 'url',
    rest: parameter,
    accepts: hasDigit,
  },
  {
    id: 'url-parameter',
    starts: [
      'access_token=',
      'refresh_token=',
      'id_token=',
      'api_key=',
      'apikey=',
      'client_secret=',
    ],
    form: 'url',
    rest: parameter,
    accepts: hasDigit,
  },
  {
    id: 'assignment',
    starts: ['_API_KEY=', '_TOKEN=', '_SECRET=', '_PASSWORD=', '_SECRET_ACCESS_KEY='],
    isInner: true,
    rest: /\\?["']?([\w+/.~-]{12,}={0,2})/y,
    accepts: hasDigit,
  },
]
