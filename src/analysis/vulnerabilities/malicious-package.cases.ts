import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'

const known = lookupOf([
  advisory({ id: 'MAL-2024-1', ecosystem: 'npm', name: 'evil', malicious: true, events: [{ introduced: '0' }] }),
  advisory({ id: 'MAL-2024-2', name: 'ultralytics', malicious: true, versions: ['8.3.41', '8.3.42'] }),
  advisory({ id: 'PYSEC-2024-1', name: 'torch', events: [{ introduced: '0' }] }),
])

function evil(sketch: Parameters<typeof component>[0]): ReturnType<typeof component> {
  return component({ ecosystem: 'npm', name: 'evil', ...sketch })
}

/** What malicious-package must find and what it must not. */
export const cases: readonly BomRuleCase[] = [
  {
    name: 'a package that is malware in every version',
    expect: 'fires',
    bom: bomOf(evil({ version: '1.0.0' })),
    known,
  },
  { name: 'required without a version', expect: 'fires', bom: bomOf(evil({})), known },
  {
    name: 'required with a range',
    expect: 'fires',
    bom: bomOf(evil({ range: { text: '^1.0.0', syntax: 'semver' } })),
    known,
  },
  {
    name: 'a compromised release of an honest project',
    expect: 'fires',
    bom: bomOf(component({ name: 'ultralytics', version: '8.3.41' })),
    known,
  },
  {
    name: 'another release of it',
    expect: 'silent',
    bom: bomOf(component({ name: 'ultralytics', version: '8.3.43' })),
    known,
  },
  {
    name: 'the honest project without a version',
    expect: 'silent',
    bom: bomOf(component({ name: 'ultralytics' })),
    known,
  },
  {
    name: 'a workspace member of the same name',
    expect: 'silent',
    bom: bomOf(evil({ version: '0.0.0-use.local', origin: { kind: 'local', path: 'packages/evil' } })),
    known,
  },
  {
    name: 'a git package of the same name',
    expect: 'silent',
    bom: bomOf(evil({ version: '1.0.0', origin: { kind: 'git', url: 'https://git.example/evil' } })),
    known,
  },
  { name: 'a vulnerable package', expect: 'silent', bom: bomOf(component({ version: '2.1.0' })), known },
  {
    name: 'the same name in another ecosystem',
    expect: 'silent',
    bom: bomOf(component({ name: 'evil', version: '1.0.0' })),
    known,
  },
]
