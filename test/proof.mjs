// npm run proof: the long proofs, with full figures, the suite on every Node we run on, and the suites of vitest's users
// under every vitest that we say works. Nodes and vitests come from npm; all run the tests of this work tree.
// npm run proof -- vitest: only the steps whose name has that in it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const nodes = ['20.18.1', '20', '22', '24', '26']
// Those on which undici 8 and msw 3 run.
const newer = ['22', '24', '26']
// vitest 5 wants Node 22.12.
const vitests = [
  { version: '3.1' },
  { version: '3.2' },
  { version: '4' },
  { version: '5', node: '22' },
  { version: '5', node: '26' },
]
const suite = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
const wanted = process.argv[2] ?? ''
const labs = mkdtempSync(join(realpathSync(tmpdir()), 'wiretape-proof-'))

const steps = [
  {
    name: 'full figures on this Node',
    run: () => run(process.execPath, suite, { WIRETAPE_PROOF: '1' }),
  },
  ...nodes.map((version) => ({
    name: `Node ${version}`,
    run: () => runNode(version, suite),
  })),
  ...newer.map((version) => ({
    name: `Node ${version} with undici 8, msw 3 and nock 15`,
    run: () => runNewer(version),
  })),
  ...vitests.map(({ version, node }) => ({
    name: `vitest ${version}${node === undefined ? '' : ` on Node ${node}`}`,
    run: () => runVitest(version, node),
  })),
].filter(({ name }) => name.includes(wanted))

function runNode(version, args, env) {
  return run('npx', ['--yes', '--package', `node@${version}`, '--', 'node', ...args], env)
}

/** Has the surfaces run with the clients and mocks of test/newer. */
function runNewer(version) {
  if (!run('npm', ['ci', '--prefix', 'test/newer', '--loglevel=error'])) return false
  return runNode(version, [...suite, 'test/surfaces'], { WIRETAPE_NEWER: '1' })
}

/** Has the suites of users run under a vitest of its own, and where it needs that a Node of its own. */
function runVitest(version, node) {
  const lab = mkdtempSync(join(labs, 'vitest-'))
  writeFileSync(join(lab, 'package.json'), '{ "private": true }')
  const packages = [`vitest@${version}`, ...(node === undefined ? [] : [`node@${node}`])]
  const args = ['install', '--prefix', lab, '--no-audit', '--no-fund', '--loglevel=error']
  if (!run('npm', [...args, ...packages])) return false
  return run(process.execPath, [...suite, 'test/surfaces/vitest'], {
    WIRETAPE_SUITE_VITEST: join(lab, 'node_modules/vitest'),
    ...(node !== undefined && { WIRETAPE_SUITE_NODE: join(lab, 'node_modules/.bin/node') }),
  })
}

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WIRETAPE_PROOF: '0', ...env },
  })
  return status === 0
}

const results = steps.map((step) => {
  console.log(`\n== ${step.name}`)
  const begun = Date.now()
  const passed = step.run()
  return { name: step.name, passed, seconds: Math.round((Date.now() - begun) / 1000) }
})
rmSync(labs, { recursive: true })

console.log()
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`)
}
if (results.length === 0 || results.some(({ passed }) => !passed)) process.exitCode = 1
