/**
 * A secret that is known by how it looks: a literal beginning, and a run of token characters.
 *
 * With its literal it is at least 15 characters (`shortestRun`) of letters, digits and `- . _ ~`.
 */
export interface Shape {
  readonly id: string
  /** Literal beginnings, at the beginning of a word. */
  readonly starts: readonly string[]
  /**
   * What follows (sticky). Linear: one class a run, no nested repeats.
   * A group, if there is one, ends the match, and is the secret.
   */
  readonly rest: RegExp
  /** What comes before the literal and belongs to the secret, at most 64 characters. */
  readonly before?: RegExp
  /** Whether the literal stands inside a word. The token then is at least 40 characters. */
  readonly isInner?: boolean
  /** A last look at the token found. */
  readonly accepts?: (found: string) => boolean
}

/** Whether a token looks drawn by chance: some length without a break, or with a digit in it. */
function looksRandom(found: string): boolean {
  return /\d/.test(found) || /[A-Za-z0-9]{24}/.test(found)
}

const ofLanguageModels: readonly Shape[] = [
  { id: 'anthropic', starts: ['sk-ant-'], rest: /[\w-]{10,}/y },
  { id: 'openai', starts: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], rest: /[\w-]{10,}/y },
  { id: 'openai', starts: ['ek_'], rest: /[0-9a-f]{32}/y },
  { id: 'openai', starts: ['sk-'], rest: /[\w-]{16,}/y, accepts: looksRandom },
  { id: 'huggingface', starts: ['hf_', 'api_org_'], rest: /[A-Za-z0-9]{24,}/y },
  { id: 'groq', starts: ['gsk_'], rest: /[A-Za-z0-9]{20,}/y },
  { id: 'xai', starts: ['xai-'], rest: /[A-Za-z0-9_-]{20,}/y, accepts: looksRandom },
  { id: 'perplexity', starts: ['pplx-'], rest: /[A-Za-z0-9]{32,}/y },
  { id: 'replicate', starts: ['r8_'], rest: /[A-Za-z0-9]{30,}/y },
  { id: 'fireworks', starts: ['fw_'], rest: /[A-Za-z0-9]{20,}/y, accepts: looksRandom },
  { id: 'cerebras', starts: ['csk-'], rest: /[a-z0-9]{32,}/y },
  { id: 'nvidia', starts: ['nvapi-'], rest: /[\w-]{40,}/y },
  { id: 'together', starts: ['tgp_v1_'], rest: /[\w-]{30,}/y },
  { id: 'jina', starts: ['jina_'], rest: /[A-Za-z0-9_-]{40,}/y },
  { id: 'voyage', starts: ['pa-'], rest: /[\w-]{40,}/y, accepts: looksRandom },
  { id: 'tavily', starts: ['tvly-'], rest: /[\w-]{20,}/y, accepts: looksRandom },
  { id: 'firecrawl', starts: ['fc-'], rest: /[0-9a-f]{32}/y },
  { id: 'langsmith', starts: ['lsv2_pt_', 'lsv2_sk_'], rest: /[0-9a-f_]{32,}/y },
  { id: 'e2b', starts: ['e2b_'], rest: /[0-9a-f]{40}/y },
  { id: 'stability', starts: ['sk_'], rest: /[0-9a-f]{48}/y },
  { id: 'vercel', starts: ['vck_', 'vcp_', 'vci_', 'vca_', 'vcr_'], rest: /[A-Za-z0-9]{24,}/y },
  {
    id: 'azure-openai',
    starts: ['JQQJ9'],
    before: /[A-Za-z0-9]{52}$/,
    isInner: true,
    rest: /[9D][A-Za-z0-9]{20,40}/y,
  },
]

const ofClouds: readonly Shape[] = [
  {
    id: 'aws-key-id',
    starts: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    rest: /[A-Z2-7]{16}(?![A-Za-z0-9])/y,
  },
  { id: 'aws-bedrock', starts: ['ABSK', 'bedrock-api-key-'], rest: /[A-Za-z0-9+/]{80,}={0,2}/y },
  { id: 'google-api-key', starts: ['AIza'], rest: /[\w-]{35}/y },
  { id: 'google-oauth', starts: ['ya29.', 'GOCSPX-'], rest: /[\w.-]{20,}/y },
  {
    id: 'azure-client-secret',
    starts: ['8Q~', '7Q~'],
    before: /[\w~.-]{3}$/,
    isInner: true,
    rest: /[\w~.-]{31,34}/y,
  },
  { id: 'digitalocean', starts: ['dop_v1_', 'doo_v1_', 'dor_v1_'], rest: /[0-9a-f]{64}/y },
  { id: 'cloudflare', starts: ['v1.0-'], rest: /[0-9a-f]{24}-[0-9a-f]{100,}/y },
  { id: 'fly', starts: ['fo1_', 'fm1r_', 'fm2_'], rest: /[\w+/=,.-]{40,}/y },
  { id: 'databricks', starts: ['dapi'], rest: /[0-9a-f]{32}/y },
  { id: 'heroku', starts: ['HRKU-'], rest: /[\w-]{36,}/y },
  { id: 'render', starts: ['rnd_'], rest: /[A-Za-z0-9]{28,}/y },
  {
    id: 'planetscale',
    starts: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    rest: /[\w.=-]{30,}/y,
  },
  { id: 'supabase', starts: ['sbp_', 'sb_secret_'], rest: /[\w-]{20,}/y, accepts: looksRandom },
  { id: 'vault', starts: ['hvs.', 'hvb.', 'hvr.'], rest: /[\w-]{24,}/y },
  {
    id: 'terraform',
    starts: ['atlasv1.'],
    before: /[A-Za-z0-9]{14}\.$/,
    rest: /[\w-]{40,}/y,
  },
  {
    id: 'doppler',
    starts: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    rest: /[\w.-]{30,}/y,
  },
  { id: 'pulumi', starts: ['pul-'], rest: /[0-9a-f]{40}/y },
  { id: '1password', starts: ['ops_eyJ'], rest: /[\w+/=-]{60,}/y },
]

const ofDevelopers: readonly Shape[] = [
  { id: 'github', starts: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], rest: /[A-Za-z0-9]{30,}/y },
  { id: 'github-pat', starts: ['github_pat_'], rest: /\w{30,}/y },
  {
    id: 'gitlab',
    starts: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glsoat-',
      'glagent-',
      'gloas-',
    ],
    rest: /[\w.-]{20,}/y,
  },
  { id: 'npm', starts: ['npm_'], rest: /[A-Za-z0-9]{36}/y },
  { id: 'pypi', starts: ['pypi-AgE'], rest: /[\w-]{50,}/y },
  { id: 'rubygems', starts: ['rubygems_'], rest: /[0-9a-f]{48}/y },
  { id: 'docker', starts: ['dckr_pat_', 'dckr_oat_'], rest: /[\w-]{20,}/y },
  { id: 'postman', starts: ['PMAK-'], rest: /[0-9a-f]{24}-[0-9a-f]{34}/y },
  { id: 'linear', starts: ['lin_api_', 'lin_oauth_'], rest: /[A-Za-z0-9]{32,}/y },
  { id: 'notion', starts: ['ntn_', 'secret_'], rest: /[A-Za-z0-9]{40,}/y },
  { id: 'airtable', starts: ['pat'], rest: /[A-Za-z0-9]{14}\.[0-9a-f]{64}/y },
  { id: 'figma', starts: ['figd_', 'figo_', 'figor_'], rest: /[\w-]{40,}/y },
  { id: 'atlassian', starts: ['ATATT3', 'ATCTT3', 'ATBB'], rest: /[\w=-]{24,}/y },
  { id: 'sentry', starts: ['sntrys_', 'sntryu_'], rest: /[\w+/=]{40,}/y },
  { id: 'newrelic', starts: ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-'], rest: /[\w-]{19,}/y },
  { id: 'grafana', starts: ['glsa_', 'glc_'], rest: /[\w+/=]{32,}/y },
  { id: 'contentful', starts: ['CFPAT-'], rest: /[\w-]{40,}/y },
  { id: 'age', starts: ['AGE-SECRET-KEY-1'], rest: /[0-9A-Z]{40,}/y },
]

const ofServices: readonly Shape[] = [
  {
    id: 'stripe',
    starts: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'ek_live_', 'ek_test_'],
    rest: /[A-Za-z0-9]{16,}/y,
  },
  { id: 'webhook-secret', starts: ['whsec_'], rest: /[A-Za-z0-9+/=]{24,}/y },
  { id: 'slack', starts: ['xox'], rest: /(?:e\.xox)?[abeoprs]-[\w-]{10,}/y },
  {
    id: 'slack-webhook',
    starts: ['hooks.slack.com'],
    rest: /\\?\/(?:services|workflows|triggers)\\?\/([\w/\\-]{20,})/y,
  },
  { id: 'slack-app', starts: ['xapp-'], rest: /\d-[\w-]{20,}/y },
  { id: 'telegram', starts: ['AA'], before: /\d{8,10}:$/, rest: /[\w-]{32,33}/y },
  { id: 'sendgrid', starts: ['SG.'], rest: /[\w-]{16,64}\.[\w-]{16,64}/y },
  { id: 'mailgun', starts: ['key-'], rest: /[0-9a-f]{32}/y },
  {
    id: 'mailchimp',
    starts: ['us'],
    before: /(?<![0-9a-f])[0-9a-f]{32}-$/,
    rest: /\d{1,2}(?!\w)/y,
  },
  { id: 'brevo', starts: ['xkeysib-', 'xsmtpsib-'], rest: /[0-9a-f]{64}-\w{16}/y },
  { id: 'resend', starts: ['re_'], rest: /[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/y },
  { id: 'twilio', starts: ['SK'], rest: /[0-9a-f]{32}(?![0-9a-zA-Z])/y },
  { id: 'shopify', starts: ['shpat_', 'shpca_', 'shppa_', 'shpss_'], rest: /[0-9a-fA-F]{32}/y },
  {
    id: 'square',
    starts: ['sq0atp-', 'sq0csp-', 'EAAAE', 'EAAAl'],
    rest: /[\w-]{22,}/y,
    accepts: looksRandom,
  },
  { id: 'facebook', starts: ['EAACEdEose0cBA', 'EAAB', 'EAAG'], rest: /[A-Za-z0-9]{60,}/y },
  { id: 'easypost', starts: ['EZAK', 'EZTK'], rest: /[A-Za-z0-9]{54}/y },
  { id: 'dropbox', starts: ['sl.'], rest: /[\w-]{60,}/y },
  {
    id: 'nats',
    starts: ['SAA', 'SCA', 'SNA', 'SOA', 'SUA', 'SXA'],
    rest: /[A-P][A-Z2-7]{54}(?![A-Za-z0-9])/y,
  },
  { id: 'adafruit', starts: ['aio_'], rest: /[A-Za-z0-9]{28}/y },
]

/** Shapes by vendor. To teach another, add a line: a test feeds each 1 MB of near-misses, and asks for an example. */
export const vendorShapes: readonly Shape[] = [
  ...ofLanguageModels,
  ...ofClouds,
  ...ofDevelopers,
  ...ofServices,
]
