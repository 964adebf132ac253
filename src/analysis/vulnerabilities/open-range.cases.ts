import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'

const known = lookupOf([
  advisory({ id: 'PYSEC-2024-1', name: 'transformers', events: [{ introduced: '0' }, { fixed: '4.38.0' }] }),
  advisory({ id: 'PYSEC-2024-2', name: 'transformers', events: [{ introduced: '4.30.0' }, { fixed: '4.48.0' }] }),
  advisory({ id: 'PYSEC-2024-3', name: 'listed', versions: ['1.0', '1.1'] }),
  advisory({
    id: 'GHSA-axios',
    ecosystem: 'npm',
    name: 'axios',
    events: [{ introduced: '1.0.0' }, { fixed: '1.6.0' }],
  }),
  advisory({ id: 'MAL-2024-1', name: 'evil', malicious: true, events: [{ introduced: '0' }] }),
])

function required(name: string, text: string): ReturnType<typeof component> {
  return component({ name, range: { text, syntax: 'pep440' }, file: 'requirements.txt' })
}

function axios(text: string): ReturnType<typeof component> {
  return component({ ecosystem: 'npm', name: 'axios', range: { text, syntax: 'semver' }, file: 'package.json' })
}

/** What open-range must find and what it must not. */
export const cases: readonly BomRuleCase[] = [
  { name: 'a lower bound below the fix', expect: 'fires', bom: bomOf(required('transformers', '>=4.30')), known },
  { name: 'a bare name', expect: 'fires', bom: bomOf(component({ name: 'transformers' })), known },
  {
    name: 'an upper bound below the fix',
    expect: 'fires',
    bom: bomOf(required('transformers', '>=4.31,<4.48')),
    known,
  },
  { name: 'a lower bound at the fix', expect: 'silent', bom: bomOf(required('transformers', '>=4.48.0')), known },
  { name: 'a lower bound above the fix', expect: 'silent', bom: bomOf(required('transformers', '~=4.50.1')), known },
  {
    name: 'a range that reaches a listed version',
    expect: 'fires',
    bom: bomOf(required('listed', '>=1.0.5,<2')),
    known,
  },
  { name: 'a range between listed versions', expect: 'silent', bom: bomOf(required('listed', '>1.0,<1.1')), known },
  {
    name: 'a range that cuts the listed version out',
    expect: 'silent',
    bom: bomOf(required('listed', '>1.0,!=1.1')),
    known,
  },
  { name: 'a range that allows nothing', expect: 'silent', bom: bomOf(required('transformers', '>2,<1')), known },
  {
    name: 'a range that is not understood',
    expect: 'fires',
    bom: bomOf(required('transformers', '>=${VERSION}')),
    known,
  },
  { name: 'a caret over the fix', expect: 'fires', bom: bomOf(axios('^1.2.0')), known },
  { name: 'a caret from the fix on', expect: 'silent', bom: bomOf(axios('^1.6.0')), known },
  {
    name: 'an exact version',
    expect: 'silent',
    bom: bomOf(component({ name: 'transformers', version: '4.30.0' })),
    known,
  },
  { name: 'malware, which another rule reports', expect: 'silent', bom: bomOf(component({ name: 'evil' })), known },
  { name: 'a package without advisories', expect: 'silent', bom: bomOf(component({ name: 'good' })), known },
  {
    name: 'a git package',
    expect: 'silent',
    bom: bomOf(component({ name: 'transformers', origin: { kind: 'git', url: 'https://git.example/t' } })),
    known,
  },
]
