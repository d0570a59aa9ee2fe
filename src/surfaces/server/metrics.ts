import type * as PromClient from 'prom-client'
import { ownRequire } from '../../engine/own-require.ts'
import type { Page } from './control.ts'

/** What is counted of a server, as of now. Nothing in it grows with URLs or sessions. */
export interface Tally {
  readonly requests: Readonly<Record<string, number>>
  readonly open: number
  readonly sessions: number
  readonly interactions: { readonly used: number; readonly unused: number }
}

/** The tally as Prometheus reads it. */
export async function metricsPage({
  requests,
  open,
  sessions,
  interactions,
}: Tally): Promise<Page> {
  // Loaded where somebody asks for it, by few.
  const { Counter, Gauge, Registry } = ownRequire()('prom-client') as typeof PromClient
  const registry = new Registry()
  const registers = [registry]
  const counter = new Counter({
    name: 'wiretape_requests_total',
    help: 'Requests, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  for (const [outcome, count] of Object.entries(requests)) counter.inc({ outcome }, count)
  const gauge = (name: string, help: string): PromClient.Gauge =>
    new Gauge({ name: `wiretape_${name}`, help, registers })
  gauge('open_responses', 'Answers that are being given').set(open)
  gauge('sessions', 'Sessions that clients have named').set(sessions)
  const state = new Gauge({
    name: 'wiretape_interactions',
    help: 'Interactions of the cassettes, by whether they were ever played',
    labelNames: ['state'],
    registers,
  })
  for (const [name, count] of Object.entries(interactions)) state.set({ state: name }, count)
  return { type: registry.contentType, body: await registry.metrics() }
}
