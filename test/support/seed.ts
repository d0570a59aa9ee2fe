import { configureGlobal } from 'fast-check'

// The same cases in every run, so that a red run is of the change it checks; `npm run proof` tries new ones.
if (process.env['WIRETAPE_PROOF'] !== '1') configureGlobal({ seed: 20_261_123 })
