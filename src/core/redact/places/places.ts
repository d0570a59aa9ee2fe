import type { NameList } from './names.ts'

const endings = [
  'apikey',
  'apitoken',
  'apisecret',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'authorizationtoken',
  'bearertoken',
  'sessiontoken',
  'securitytoken',
  'clientsecret',
  'clientassertion',
  'appsecret',
  'signingsecret',
  'webhooksecret',
  'sharedsecret',
  'consumersecret',
  'tokensecret',
  'password',
  'passwd',
  'passphrase',
  'privatekey',
  'secretkey',
  'secretaccesskey',
  'authorization',
]

/**
 * JSON keys whose string is a secret; XML elements and GraphQL arguments go by them too.
 *
 * Never bare `key`, `sig`, `signature`, `token`: in JSON they are mostly innocent.
 */
export const secretJsonKeys: NameList = {
  whole: [
    'secret',
    'pwd',
    'rootpass',
    'accountkey',
    'cookie',
    'setcookie',
    'codeverifier',
    'devicecode',
    // Of AWS Secrets Manager, and of a key that IAM of Google has made.
    'secretstring',
    'secretbinary',
    'privatekeydata',
  ],
  endings,
}

const parameters = [
  'key',
  'token',
  'secret',
  'auth',
  'pass',
  'pwd',
  'sig',
  'signature',
  'hmac',
  'jwt',
  'assertion',
  'codeverifier',
  'devicecode',
  'samlresponse',
  'accesskey',
  'subscriptionkey',
  'applicationkey',
  'appkey',
  'licensekey',
  'privatetoken',
  'awsaccesskeyid',
  'xamzsignature',
  'xamzcredential',
  'xgoogsignature',
  'xgoogcredential',
]

/** Query parameters whose value is a secret, presigned URLs included. */
export const secretQueryNames: NameList = { whole: parameters, endings }

/** Form fields whose value is a secret, multipart fields included. */
export const secretFormNames: NameList = { whole: parameters, endings }

/** Header fields whose value is a secret, of requests and of responses. */
export const secretHeaderNames: NameList = {
  whole: [
    'cookie',
    'cookie2',
    'setcookie',
    'setcookie2',
    'apikey',
    'key',
    'token',
    'auth',
    'authentication',
    'authenticationinfo',
    'proxyauthenticationinfo',
    'session',
    'sessionid',
    'xsession',
    'xsessionid',
    'xauth',
    'xhoneycombteam',
    'xsentryauth',
    'heliconeauth',
    'xtableauauth',
    'xovhconsumer',
  ],
  endings: [
    ...endings,
    'authkey',
    'accesskey',
    'accesskeyid',
    'applicationkey',
    'appkey',
    'fastlykey',
    'functionskey',
    'customerkey',
    'encryptionkey',
    'insertkey',
    'licensekey',
    'mashapekey',
    'masterkey',
    'nsonekey',
    'querykey',
    'rapidapikey',
    'saskey',
    'servicekey',
    'subscriptionkey',
    'credential',
    'credentials',
    'secret',
    'token',
    'jwt',
    'csrf',
    'xsrf',
  ],
}

/**
 * Header fields that end like a secret and are none: what pages may do, where a list goes on, what a limit counts, and
 * that a request to Jira is meant (`X-Atlassian-Token: no-check`).
 */
export const innocentHeader: RegExp =
  /^access-control-|^x-atlassian-token$|(?:page|pagination|next|continuation|cursor|sync|limit|remaining|used|count)-?token$/i
