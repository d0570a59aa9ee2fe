// Pins the public face: one report for each entry point of package.json, made from the built declarations.
// node test/api/report.mjs [--accept]
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isAccepting = process.argv.includes('--accept')
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const scratch = mkdtempSync(join(tmpdir(), 'wiretape-api-'))

const changed = []
for (const [entry, { types }] of Object.entries(entries)) {
  if (types === undefined) continue
  const name = entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '-')
  if (!existsSync(join(root, types))) throw new Error(`${types} is not built: npm run build`)
  if (!reportOf(name, types)) changed.push(name)
}
rmSync(scratch, { recursive: true })

if (changed.length > 0) {
  console.error(`The public face changed: ${changed.join(', ')}.`)
  console.error('Run `npm run api:accept`, read the diff of test/api, and commit it with the change.')
  process.exitCode = 1
}

function reportOf(name, types) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'test/api/api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: { overrideTsconfig: tsconfig(types) },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'test/api'),
        reportTempFolder: scratch,
        includeForgottenExports: false,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: messages(),
    },
  })
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: isAccepting,
    showVerboseMessages: false,
    messageCallback: (message) => {
      if (message.messageId.startsWith('console-')) message.handled = true
    },
  })
  return errorCount === 0 && (isAccepting || !apiReportChanged)
}

function tsconfig(types) {
  return {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      skipLibCheck: true,
    },
    files: [types],
  }
}

function messages() {
  const none = { logLevel: ExtractorLogLevel.None }
  const inReport = { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true }
  return {
    compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
    extractorMessageReporting: {
      default: inReport,
      // Nothing here is alpha or beta, so nothing says that it is public.
      'ae-missing-release-tag': none,
      'ae-undocumented': none,
      'ae-forgotten-export': inReport,
      'ae-unresolved-link': none,
    },
    tsdocMessageReporting: { default: none },
  }
}
