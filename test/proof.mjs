// npm run proof: the long proofs, with full figures, and the suite on every Node we run on.
// Node comes as the npm package `node`; each is asked to run the tests of this work tree.
import { spawnSync } from 'node:child_process'

const versions = ['20.18.1', '20', '22', '24', '26']
const suite = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
const steps = [
  { name: 'full figures on this Node', command: process.execPath, args: suite, full: '1' },
  ...versions.map((version) => ({
    name: `Node ${version}`,
    command: 'npx',
    args: ['--yes', '--package', `node@${version}`, '--', 'node', ...suite],
    full: '0',
  })),
]

const results = steps.map(({ name, command, args, full }) => {
  console.log(`\n== ${name}`)
  const begun = Date.now()
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WIRETAPE_PROOF: full },
  })
  return { name, passed: status === 0, seconds: Math.round((Date.now() - begun) / 1000) }
})

console.log()
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`)
}
if (results.some(({ passed }) => !passed)) process.exitCode = 1
