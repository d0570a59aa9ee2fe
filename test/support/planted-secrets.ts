/**
 * Secrets that the tests plant in traffic. Each is made here, piece by piece, so that no scanner takes this file for a leak,
 * and none of it was ever a real one.
 */
export interface Planted {
  readonly name: string
  /** None of these, and no 12 characters in a row of any, may be in what a run wrote. */
  readonly secrets: readonly string[]
  /** Whether it is known for one only by what another interaction says. */
  readonly isKnownElsewhere?: boolean
  readonly request: PlantedRequest
  readonly response: PlantedResponse
}

export interface PlantedRequest {
  readonly method?: string
  /** With a leading slash. */
  readonly path?: string
  /** `user:password`, for the URL. */
  readonly userinfo?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface PlantedResponse {
  readonly headers?: Readonly<Record<string, string>>
  /** Several pieces are sent one by one. */
  readonly body?: readonly (string | Uint8Array)[]
  readonly isGzip?: boolean
}

let seed = 20_26

/** Letters and digits drawn by chance: the same in every run. */
export function drawn(length: number, alphabet = alphanumeric): string {
  let text = ''
  while (text.length < length) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    text += alphabet[(seed >>> 8) % alphabet.length]
  }
  return text
}

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const hex = '0123456789abcdef'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function token(claims: object): string {
  return [base64url({ alg: 'HS256', typ: 'JWT' }), base64url(claims), drawn(43)].join('.')
}

function pem(kind: string): string {
  const lines = Array.from({ length: 6 }, () => drawn(64)).join('\n')
  return [
    `-----BEGIN ${kind}PRIVATE`,
    `KEY-----\n${lines}\n-----END ${kind}PRIVATE`,
    'KEY-----\n',
  ].join(' ')
}

/** Values of the environment of a run that plants secrets. */
export const plantedEnvironment: Readonly<Record<string, string>> = {
  WIRETAPE_TEST_API_KEY: `plain+${drawn(20)}/env`,
  WIRETAPE_TEST_PASSWORD: `pass word "${drawn(12)}"`,
}
const envKey = plantedEnvironment['WIRETAPE_TEST_API_KEY'] ?? ''
const envPassword = plantedEnvironment['WIRETAPE_TEST_PASSWORD'] ?? ''

const json = { 'content-type': 'application/json' }
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const stream = { 'content-type': 'text/event-stream' }

function events(datas: readonly unknown[]): string[] {
  return datas.map((data) => `data: ${JSON.stringify(data)}\n\n`)
}

/** A text in pieces of so many characters. */
function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  )
}

function plant(
  name: string,
  secrets: readonly string[],
  request: PlantedRequest,
  response: PlantedResponse = {},
): Planted {
  return { name, secrets, request, response }
}

/** A credential header, echoed by the server as such servers do: in JSON, in base64, and percent-encoded. */
function header(name: string, value: string, secrets: readonly string[] = [value]): Planted {
  const echo = { headers: { [name]: value }, encoded: base64(`x${secrets[0]}y`) }
  const body = `${JSON.stringify(echo)} ${encodeURIComponent(secrets.join(' '))}`
  return plant(`header ${name}`, secrets, { headers: { [name]: value } }, { body: [body] })
}

const vendorHeaders = [
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'xi-api-key',
  'ocp-apim-subscription-key',
  'x-subscription-token',
  'dd-api-key',
  'dd-application-key',
  'x-vault-token',
  'x-figma-token',
  'private-token',
  'x-shopify-access-token',
  'fastly-key',
  'x-auth-key',
  'x-auth-token',
  'x-postmark-server-token',
  'x-algolia-api-key',
  'x-rapidapi-key',
  'circle-token',
  'x-functions-key',
  'x-amz-security-token',
  'x-honeycomb-team',
  'x-query-key',
  'x-csrf-token',
]

function inHeaders(): readonly Planted[] {
  const bearer = drawn(40)
  const password = `${drawn(9)}:${drawn(9)}`
  const digest = drawn(32, hex)
  const keyId = `AKIA${drawn(16, upper)}`
  const signature = drawn(64, hex)
  const oauth = drawn(28)
  const session = drawn(32)
  const given = drawn(32)
  return [
    header('authorization', `Bearer ${bearer}`, [bearer]),
    header('authorization', `Basic ${base64(`ann:${password}`)}`, [
      password,
      base64(`ann:${password}`),
    ]),
    header('authorization', `Digest username="ann", realm="r", nonce="n", response="${digest}"`, [
      digest,
    ]),
    header(
      'authorization',
      `AWS4-HMAC-SHA256 Credential=${keyId}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      [keyId, signature],
    ),
    header('authorization', `OAuth oauth_consumer_key="k", oauth_signature="${oauth}"`, [oauth]),
    header('proxy-authorization', `Bearer ${drawn(30)}`.replace('Bearer ', '')),
    ...vendorHeaders.map((name) => header(name, drawn(32))),
    header('cookie', `theme=dark; session=${session}`, [session]),
    plant(
      'cookie of a response',
      [given],
      {},
      {
        headers: { 'set-cookie': `session=${given}; Path=/; HttpOnly` },
        body: [`now you are ${given}`],
      },
    ),
  ]
}

function inUrls(): readonly Planted[] {
  const password = drawn(12)
  const key = drawn(32)
  const presigned = drawn(64, hex)
  const keyId = `ASIA${drawn(16, upper)}`
  const sessionToken = `${drawn(60)}/${drawn(20)}+${drawn(10)}==`
  const sas = `${drawn(20)}/${drawn(12)}+${drawn(10)}=`
  const inFragment = drawn(40)
  const inPath = `sk-${drawn(40)}`
  const inLink = drawn(40)
  const webhook = `T${drawn(8, upper)}/B${drawn(8, upper)}/${drawn(24)}`
  const hook = drawn(68)
  const bot = `123456789:AA${drawn(33)}`
  return [
    plant('userinfo', [password], { userinfo: `ann:${password}` }, { body: [`hello ${password}`] }),
    plant('query api_key', [key], { path: `/v1?api_key=${key}&page=2` }),
    plant('query key', [drawn(0) + key.slice(1)], { path: `/v1?x=1&key=${key}` }),
    plant('presigned query', [presigned, keyId, sessionToken], {
      path: `/o?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${keyId}%2F20260101%2Feu%2Fs3%2Faws4_request&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}&X-Amz-Signature=${presigned}`,
    }),
    plant(
      'presigned URL in an answer',
      [sas],
      {},
      {
        headers: json,
        body: [
          JSON.stringify({ url: `https://a.blob.example/c?sp=r&sig=${encodeURIComponent(sas)}` }),
        ],
      },
    ),
    plant(
      'token in a Location',
      [inFragment],
      {},
      {
        headers: { location: `https://app.example/cb#access_token=${inFragment}&state=1` },
      },
    ),
    plant(
      'token in a Link',
      [inLink],
      {},
      {
        headers: { link: `<https://api.example.com/?page=2&access_token=${inLink}>; rel="next"` },
      },
    ),
    plant('key in a path', [inPath], { path: `/keys/${inPath}/usage` }),
    plant(
      'webhook of slack',
      [webhook.slice(20)],
      { path: '/hooks' },
      {
        headers: json,
        body: [JSON.stringify({ hook: `https://hooks.slack.com/services/${webhook}` })],
      },
    ),
    plant(
      'webhook of discord',
      [hook],
      {},
      {
        headers: json,
        body: [
          JSON.stringify({ url: `https://discord.com/api/webhooks/123456789012345678/${hook}` }),
        ],
      },
    ),
    plant('telegram bot in a path', [bot.slice(10)], { path: `/bot${bot}/getMe` }),
  ]
}

function inRequestBodies(): readonly Planted[] {
  const [client, percent, nested, deep, graphql, inline] = Array.from({ length: 6 }, () =>
    drawn(24),
  )
  const special = `p@ss/${drawn(12)}+&=`
  const multipart = drawn(30)
  const list = drawn(24)
  const border = 'border-of-parts'
  const part = (name: string, value: string): string =>
    `--${border}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const number = '90210486'
  const rawKey = pem('RSA ')
  const assigned = drawn(32)
  return [
    plant('form client_secret', [client ?? ''], {
      method: 'POST',
      headers: formType,
      body: `grant_type=client_credentials&client_id=me&client_secret=${client}`,
    }),
    plant('form password, percent-encoded', [special], {
      method: 'POST',
      headers: formType,
      body: `user=ann&password=${encodeURIComponent(special)}`,
    }),
    plant('JSON in a form', [percent ?? ''], {
      method: 'POST',
      headers: formType,
      body: `payload=${encodeURIComponent(JSON.stringify({ 'api-key': percent }))}`,
    }),
    plant('multipart field', [multipart], {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${border}` },
      body: `${part('user', 'ann')}${part('api_key', multipart)}--${border}--\r\n`,
    }),
    plant('multipart field beside bytes', [multipart.slice(2)], {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${border}` },
      body: Buffer.concat([
        Buffer.from(`${part('client_secret', multipart.slice(2))}${part('file', '').slice(0, -2)}`),
        Buffer.from([0xff, 0xfe, 0x00, 0x80]),
        Buffer.from(`\r\n--${border}--\r\n`),
      ]),
    }),
    plant('nested JSON', [nested ?? ''], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ a: [{ b: { dbPassword: nested } }] }),
    }),
    plant('JSON in JSON in JSON', [deep ?? ''], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ 'Client-Secret': deep }) }) }),
    }),
    plant('a list of keys', [list], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ api_key: ['', list] }),
    }),
    plant('a number', [number], {
      method: 'POST',
      headers: json,
      body: `{"password": ${number}, "x": 1}`,
    }),
    plant('GraphQL variables', [graphql ?? ''], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        query: 'mutation($p: String!) { login(password: $p) }',
        variables: { password: graphql },
      }),
    }),
    plant('GraphQL arguments', [inline ?? ''], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        query: `mutation { login(user: "ann", password: "${inline}") { id } }`,
      }),
    }),
    plant('PEM in JSON', rawKey.split('\n').slice(1, -2), {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ type: 'service_account', key: rawKey }),
    }),
    plant('an assignment in a prompt', [assigned], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ content: `run it with\nexport ACME_API_KEY="${assigned}"\n` }),
    }),
    plant('environment, plain and in base64', [envKey, envPassword], {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        a: envKey,
        b: base64(envKey),
        c: base64(`_${envKey}`),
        d: base64(`__${envPassword}!`),
      }),
    }),
    plant('environment, percent-encoded', [envKey, envPassword], {
      path: `/x/${encodeURIComponent(envKey)}?q=${encodeURIComponent(envPassword)}`,
    }),
  ]
}

const shapes: readonly (readonly [string, string])[] = [
  ['openai', `sk-proj-${drawn(40)}_${drawn(40)}`],
  ['anthropic', `sk-ant-api03-${drawn(90)}-${drawn(6)}AA`],
  ['openrouter', `sk-or-v1-${drawn(64, hex)}`],
  ['huggingface', `hf_${drawn(34)}`],
  ['groq', `gsk_${drawn(52)}`],
  ['xai', `xai-${drawn(80)}`],
  ['google', `AIza${drawn(35)}`],
  ['google oauth', `ya29.${drawn(60)}`],
  ['github', `ghp_${drawn(36)}`],
  ['github pat', `github_pat_${drawn(22)}_${drawn(59)}`],
  ['gitlab', `glpat-${drawn(20)}`],
  ['slack', `xoxb-${drawn(11, '0123456789')}-${drawn(12, '0123456789')}-${drawn(24)}`],
  ['stripe', `sk_live_${drawn(24)}`],
  ['sendgrid', `SG.${drawn(22)}.${drawn(43)}`],
  ['npm', `npm_${drawn(36)}`],
  ['shopify', `shpat_${drawn(32, hex)}`],
  ['digitalocean', `dop_v1_${drawn(64, hex)}`],
  ['azure client secret', `${drawn(3)}8Q~${drawn(34)}`],
  ['openai, for minutes', `ek_${drawn(32, hex)}`],
  ['stripe, for an app', `ek_test_${drawn(40)}`],
  ['jwt', token({ sub: 'ann', secret: drawn(12) })],
]

function inResponses(): readonly Planted[] {
  const early = drawn(40)
  const access = drawn(48)
  const refresh = drawn(48)
  const id = token({ iss: 'https://id.example', sub: drawn(20) })
  const sts = `${drawn(30)}/${drawn(9)}`
  const database = drawn(20)
  const openSsh = pem('OPENSSH ')
  const account = `${drawn(80)}==`
  const zipped = `sk-${drawn(48)}`
  const line = `sk-${drawn(48)}`
  return [
    {
      ...plant('a value before anybody knows that it is secret', [early], {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ note: `as ${early} says` }),
      }),
      isKnownElsewhere: true,
    },
    plant('the same value in its place', [early], { path: `/?access_token=${early}` }),
    plant(
      'OAuth tokens',
      [access, refresh, id],
      { method: 'POST', path: '/token' },
      {
        headers: json,
        body: [
          JSON.stringify({
            access_token: access,
            token_type: 'bearer',
            refresh_token: refresh,
            id_token: id,
          }),
        ],
      },
    ),
    {
      ...plant('a token that comes back', [access], {
        method: 'POST',
        path: `/sessions/${access}/close`,
        headers: json,
        body: JSON.stringify({ session: access }),
      }),
      isKnownElsewhere: true,
    },
    plant(
      'OAuth tokens in a form',
      [refresh],
      {},
      {
        headers: formType,
        body: [`access_token=${access}&refresh_token=${refresh}&scope=repo`],
      },
    ),
    plant(
      'session credentials in XML',
      [sts],
      {},
      {
        headers: { 'content-type': 'text/xml' },
        body: [`<R><Credentials><SecretAccessKey>${sts}</SecretAccessKey></Credentials></R>`],
      },
    ),
    plant(
      'connection string',
      [database],
      {},
      {
        headers: json,
        body: [JSON.stringify({ url: `postgres://app:${database}@db.example:5432/x` })],
      },
    ),
    plant(
      'connection string of azure',
      [account],
      {},
      {
        body: [
          `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${account};EndpointSuffix=x`,
        ],
      },
    ),
    plant('PEM in a text', openSsh.split('\n').slice(1, -2), {}, { body: [openSsh] }),
    plant(
      'gzip',
      [zipped],
      {},
      { headers: json, isGzip: true, body: [JSON.stringify({ text: zipped })] },
    ),
    plant(
      'ndjson',
      [line],
      {},
      {
        headers: { 'content-type': 'application/x-ndjson' },
        body: pieces(line, 7).map((response) => `${JSON.stringify({ response })}\n`),
      },
    ),
    plant('a trailer of text', [zipped.slice(1)], {}, { body: ['x'.repeat(100), ` ${zipped} `] }),
    ...shapes.map(([name, secret]) =>
      plant(
        `${name}, cut by chunk borders`,
        [secret],
        {
          method: 'POST',
          headers: json,
          body: JSON.stringify({
            messages: [{ role: 'user', content: `use "${secret}", please` }],
          }),
        },
        { headers: stream, body: pieces(`data: {"text":"it is\\n${secret} indeed"}\n\n`, 11) },
      ),
    ),
    ...streams(),
  ]
}

function streams(): readonly Planted[] {
  const secret = `sk-${drawn(48)}`
  const place = drawn(30)
  const inUrl = drawn(24)
  const args = JSON.stringify({ user: 'ann', password: place })
  const claude = pieces(args, 5).map((partial_json) => ({
    type: 'content_block_delta',
    index: 1,
    delta: { type: 'input_json_delta', partial_json },
  }))
  const chat = pieces(`Your key: ${secret}.`, 4).map((content) => ({
    choices: [{ index: 0, delta: { content } }],
  }))
  const calls = pieces(args, 6).map((text) => ({
    choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: text } }] } }],
  }))
  const reasoning = pieces(`I see ${secret} here`, 6).map((delta) => ({
    type: 'response.reasoning_text.delta',
    output_index: 0,
    content_index: 0,
    delta,
  }))
  return [
    plant(
      'a value of the environment in deltas',
      [envKey],
      {},
      {
        headers: stream,
        body: events(
          pieces(`it is ${envKey} now`, 5).map((text) => ({
            type: 'content_block_delta',
            delta: { text },
          })),
        ),
      },
    ),
    plant('GraphQL in a URL', [inUrl], {
      path: `/graphql?query=${encodeURIComponent(`mutation { login(password: "${inUrl}") { id } }`)}`,
    }),
    plant('deltas of a chat', [secret], {}, { headers: stream, body: events(chat) }),
    plant('deltas of reasoning', [secret], {}, { headers: stream, body: events(reasoning) }),
    plant('deltas of a tool call', [place], {}, { headers: stream, body: events(calls) }),
    plant('deltas of partial JSON', [place], {}, { headers: stream, body: events(claude) }),
    plant(
      'events cut by chunk borders',
      [secret],
      {},
      { headers: stream, body: pieces(events(chat).join(''), 13) },
    ),
  ]
}

/** All that is planted, in the order of the requests. */
export const plantedSecrets: readonly Planted[] = [
  ...inHeaders(),
  ...inUrls(),
  ...inRequestBodies(),
  ...inResponses(),
]

/** The first 12 characters in a row of a secret that a text holds, in any form. */
export function leakIn(text: string, secret: string): string | undefined {
  for (const form of formsOf(secret)) {
    for (let at = 0; at + 12 <= form.length; at++) {
      const part = form.slice(at, at + 12)
      if (text.includes(part)) return part
    }
  }
  return undefined
}

function formsOf(secret: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = base64('\0'.repeat(shift) + secret).replace(/=+$/, '')
    return encoded.slice([0, 2, 3][shift], -1)
  })
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...shifted]
}
