import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../test/support/specimen-maker.ts'
import type { TextRole } from '../sensitive/sensitive-scanner.ts'
import { cases } from './personal-data.cases.ts'
import { personalDataScanner } from './personal-data-scanner.ts'
import { worthSaying } from './worth-saying.ts'

const scanner = personalDataScanner()

function said(text: string, role: TextRole, path: string): readonly string[] {
  const context = { role, path }
  return worthSaying(scanner.scan(Buffer.from(text), context), context).map(
    ({ rule, confidence, count, distinct }) =>
      `${rule.id.slice('personal-data/'.length)} ${confidence.level} ${count}/${distinct}`,
  )
}

const values = (kind: string): readonly string[] =>
  cases
    .find(({ rule }) => rule === `personal-data/${kind}`)
    ?.found(specimenMaker(3))
    .map(({ text }) => text) ?? []

/** Registered by nobody. */
const DOMAIN = ['no-such-company-9f3', 'de'].join('.')

const people = Array.from({ length: 25 }, (_, index) => `anna.k${'abcdefghijklmnopqrstuvwxyz'[index]}@${DOMAIN}`)
const card = values('payment-card').slice(9, 10).join('\n')

const FILES: readonly {
  readonly what: string
  readonly text: string
  readonly role: TextRole
  readonly path: string
  readonly says: readonly string[]
}[] = [
  { what: 'one address in a source file', text: `# ${people[0]}`, role: 'source', path: 'src/a.py', says: [] },
  {
    what: 'a list of addresses in a source file',
    text: people.join('\n'),
    role: 'source',
    path: 'src/a.py',
    says: ['email high 25/25'],
  },
  {
    what: 'nineteen addresses, again and again',
    text: [...people.slice(0, 19), ...people.slice(0, 19)].join('\n'),
    role: 'source',
    path: 'src/a.py',
    says: [],
  },
  {
    what: 'a list of addresses in a file of authors',
    text: people.join('\n'),
    role: 'prose',
    path: 'docs/AUTHORS.md',
    says: [],
  },
  {
    what: 'a list of addresses in a file of settings',
    text: people.join('\n'),
    role: 'configuration',
    path: 'app/settings.yaml',
    says: ['email high 25/25'],
  },
  {
    what: 'a list of addresses in the metadata of a package',
    text: people.join('\n'),
    role: 'configuration',
    path: 'x/package.json',
    says: [],
  },
  { what: 'addresses of roles', text: `info@${DOMAIN}, support@${DOMAIN}`, role: 'prose', path: 'a.md', says: [] },
  {
    what: 'addresses of roles in data',
    text: `info@${DOMAIN}, support@${DOMAIN}`,
    role: 'data',
    path: 'a.csv',
    says: ['email low 2/2'],
  },
  {
    what: 'people and roles in data',
    text: `info@${DOMAIN}, ${people[0]}`,
    role: 'data',
    path: 'a.csv',
    says: ['email high 1/1'],
  },
  {
    what: 'one address in the output of a notebook',
    text: people[0] ?? '',
    role: 'output',
    path: 'a.ipynb',
    says: ['email high 1/1'],
  },
  { what: 'a card in code', text: card, role: 'source', path: 'src/pay.ts', says: ['payment-card high 1/1'] },
  { what: 'a card in a test', text: card, role: 'source', path: 'test/pay.test.ts', says: ['payment-card low 1/1'] },
  {
    what: 'a card in a validator',
    text: card,
    role: 'source',
    path: 'lib/credit-card/validator.ts',
    says: ['payment-card low 1/1'],
  },
  { what: 'a card for tests in code', text: 'card 4242 4242 4242 4242', role: 'source', path: 'src/pay.ts', says: [] },
  {
    what: 'a public address of the network in code',
    text: 'client ip 93.184.216.34',
    role: 'source',
    path: 'src/a.ts',
    says: [],
  },
  {
    what: 'a public address of the network in a log',
    text: 'client ip 93.184.216.34',
    role: 'data',
    path: 'a.log',
    says: ['ip-address high 1/1'],
  },
]

describe('worth saying', () => {
  it.each(FILES)('$what: $says', ({ text, role, path, says }) => {
    expect(said(text, role, path)).toEqual(says)
  })

  it('keeps the first places only', () => {
    const context = { role: 'data', path: 'a.csv' } as const
    const [group] = worthSaying(scanner.scan(Buffer.from(people.join('\n')), context), context)
    expect(group?.first.map(({ value }) => value)).toEqual(people.slice(0, 5))
  })
})
