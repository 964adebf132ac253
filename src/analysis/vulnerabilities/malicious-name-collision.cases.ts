import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'

const known = lookupOf([
  advisory({ id: 'MAL-2024-1', ecosystem: 'npm', name: 'evil', malicious: true, events: [{ introduced: '0' }] }),
  advisory({ id: 'MAL-2024-2', name: 'ultralytics', malicious: true, versions: ['8.3.41', '8.3.42'] }),
])
const git = { kind: 'git', url: 'https://git.example/x' } as const

/** What malicious-name-collision must find and what it must not. */
export const cases: readonly BomRuleCase[] = [
  {
    name: 'a workspace member with the name of malware',
    expect: 'fires',
    bom: bomOf(
      component({
        ecosystem: 'npm',
        name: 'evil',
        version: '0.0.0-use.local',
        origin: { kind: 'local', path: 'packages/evil' },
      }),
    ),
    known,
  },
  {
    name: 'a git package with the name of malware, whose version is not said',
    expect: 'fires',
    bom: bomOf(component({ ecosystem: 'npm', name: 'evil', origin: git })),
    known,
  },
  {
    name: 'a package from an address',
    expect: 'fires',
    bom: bomOf(
      component({ ecosystem: 'npm', name: 'evil', origin: { kind: 'url', url: 'https://x.example/evil.tgz' } }),
    ),
    known,
  },
  {
    name: 'the compromised version, from git',
    expect: 'fires',
    bom: bomOf(component({ name: 'ultralytics', version: '8.3.41', origin: git })),
    known,
  },
  {
    name: 'another version of an honest project, from git',
    expect: 'silent',
    bom: bomOf(component({ name: 'ultralytics', version: '8.3.0', origin: git })),
    known,
  },
  {
    name: 'the malware itself, from a registry',
    expect: 'silent',
    bom: bomOf(component({ ecosystem: 'npm', name: 'evil', version: '1.0.0' })),
    known,
  },
  {
    name: 'a local package of another name',
    expect: 'silent',
    bom: bomOf(component({ ecosystem: 'npm', name: 'good', version: '1.0.0', origin: { kind: 'local', path: '.' } })),
    known,
  },
]
