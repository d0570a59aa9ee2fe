import { expect, test } from 'vitest'
import type { Nearest } from '../../../../src/core/match/explain/miss.ts'
import { type MissSituation, remediesFor } from '../../../../src/core/match/explain/remedies.ts'

const nearest: Nearest = {
  id: 0,
  position: 0,
  method: 'GET',
  url: 'https://api.example.com/',
  played: false,
  isBodyCompared: true,
  differences: [{ part: 'body', at: '$.a', recorded: 1, actual: 2 }],
  differing: [{ part: 'body', count: 1 }],
}
const situation: MissSituation = {
  origins: [],
  nearest,
  noise: undefined,
  ignores: false,
  advice: {},
}

function onHosts(recorded: string, actual: string): Nearest {
  const host = { part: 'url', at: 'host', recorded, actual }
  return { ...nearest, differences: [host], differing: [{ part: 'url', count: 1 }] }
}

test.each<[what: string, situation: Partial<MissSituation>, lines: readonly string[]]>([
  ['an empty cassette', { nearest: undefined }, ['record it with WIRETAPE_MODE=record']],
  [
    'something played',
    { nearest: { ...nearest, played: true, differences: [], differing: [] } },
    ['record again with WIRETAPE_MODE=record', "repeats: 'last'"],
  ],
  [
    'something new',
    {},
    ['record again with WIRETAPE_MODE=record', 'add it with WIRETAPE_MODE=new-episodes'],
  ],
  [
    'noise',
    { noise: { ignore: ['$.a'] } },
    ['record again with WIRETAPE_MODE=record', "ignore: ['$.a']"],
  ],
  [
    'several hosts',
    { origins: ['https://a.example', 'https://b.example'] },
    [
      'say which with --upstream URL, the header x-wiretape-upstream, or the base URL /__wiretape/to/<host>/',
    ],
  ],
  [
    'one host',
    { origins: ['https://a.example'], noise: { matchOn: ['path'] } },
    ['record again with WIRETAPE_MODE=record', "matchOn: ['path']"],
  ],
  [
    'something new to whoever runs the command',
    { advice: { recordWith: '--mode record', addWith: '--mode new-episodes', optionsAs: 'flags' } },
    ['record again with --mode record', 'add it with --mode new-episodes'],
  ],
  [
    'something played, by the command',
    {
      advice: { optionsAs: 'flags' },
      nearest: { ...nearest, played: true, differences: [], differing: [] },
    },
    ['record again with WIRETAPE_MODE=record', '--repeats last'],
  ],
  [
    'noise, as a shell takes it',
    {
      advice: { optionsAs: 'flags' },
      noise: { ignore: ["$['a']", 'query.t'], matchOn: ['method', 'path'] },
    },
    [
      'record again with WIRETAPE_MODE=record',
      String.raw`--match-on method,path --ignore '$['\''a'\'']' --ignore 'query.t'`,
    ],
  ],
  [
    'paths alone, as a shell takes them',
    { advice: { optionsAs: 'flags' }, noise: { ignore: ['$.a'] } },
    ['record again with WIRETAPE_MODE=record', "--ignore '$.a'"],
  ],
  [
    'a body to leave out, by the command',
    { advice: { optionsAs: 'flags' }, noise: { matchOn: ['method', 'url'] } },
    ['record again with WIRETAPE_MODE=record', '--match-on method,url'],
  ],
  [
    'an app that has another port in each run',
    { nearest: onHosts('127.0.0.1:4711', '127.0.0.1:4712') },
    [
      "passthrough: ['127.0.0.1']",
      'record again with WIRETAPE_MODE=record',
      'add it with WIRETAPE_MODE=new-episodes',
    ],
  ],
  [
    'such an app, by the command',
    { nearest: onHosts('[::1]:4711', '[::1]:4712'), advice: { optionsAs: 'flags' } },
    [
      "--passthrough '[::1]'",
      'record again with WIRETAPE_MODE=record',
      'add it with WIRETAPE_MODE=new-episodes',
    ],
  ],
  [
    'another host of this machine, which may be another app',
    { nearest: onHosts('127.0.0.1:4711', 'localhost:4711') },
    ['record again with WIRETAPE_MODE=record', 'add it with WIRETAPE_MODE=new-episodes'],
  ],
  [
    'a host that nobody tests, as a tool asks for its own sake',
    { nearest: onHosts('api.example.com', 'updates.example.org') },
    [
      'record again with WIRETAPE_MODE=record',
      "passthrough: ['updates.example.org']",
      'add it with WIRETAPE_MODE=new-episodes',
    ],
  ],
  [
    'such a host, by the command',
    {
      nearest: onHosts('127.0.0.1:4711', 'updates.example.org:8443'),
      advice: { optionsAs: 'flags' },
    },
    [
      'record again with WIRETAPE_MODE=record',
      "--passthrough 'updates.example.org'",
      'add it with WIRETAPE_MODE=new-episodes',
    ],
  ],
  [
    'another host that may answer as well',
    { nearest: onHosts('a.example', 'b.example'), noise: { matchOn: ['path'] } },
    ['record again with WIRETAPE_MODE=record', "matchOn: ['path']"],
  ],
  [
    'another port of a host elsewhere',
    { nearest: onHosts('api.example.com:8443', 'api.example.com') },
    ['record again with WIRETAPE_MODE=record', 'add it with WIRETAPE_MODE=new-episodes'],
  ],
])('%s', (_, given, lines) => {
  expect(remediesFor({ ...situation, ...given }).map(({ line }) => line)).toEqual(lines)
})

test.each([
  [1, 'the difference is noise'],
  [2, 'the differences are noise'],
])('%i: %s', (count, when) => {
  const differences = Array.from({ length: count }, () => nearest.differences[0]!)
  const given = { ...situation, noise: { ignore: ['$.a'] }, nearest: { ...nearest, differences } }

  expect(remediesFor(given)[1]?.when).toBe(when)
})
