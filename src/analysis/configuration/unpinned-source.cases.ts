import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import type { Component } from '../../model/component.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

const COMMIT = '0123456789012345678901234567890123456789'

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  from('a branch', 'fires', { kind: 'git', url: 'https://code.example/o/r.git', commit: 'main' }),
  from('the default branch', 'fires', { kind: 'git', url: 'https://code.example/o/r.git' }),
  from('a short commit', 'fires', { kind: 'git', url: 'https://code.example/o/r.git', commit: '0123456' }),
  from('git in plain text', 'fires', { kind: 'git', url: 'http://code.example/o/r.git', commit: COMMIT }),
  from('a file without a hash', 'fires', { kind: 'url', url: 'https://files.example/a-1.0.tar.gz' }),
  from('a file in plain text', 'fires', { kind: 'url', url: 'http://files.example/a-1.0.tar.gz' }),
  from('a commit', 'silent', { kind: 'git', url: 'https://code.example/o/r.git', commit: COMMIT }),
  from('a file with its hash', 'silent', { kind: 'url', url: 'https://files.example/a-1.0.tar.gz' }, ['sha256:00']),
  from('a file with its hash in the address', 'silent', { kind: 'url', url: 'https://f.example/a.whl#sha256=00' }),
  from('a package of an index', 'silent', { kind: 'registry' }),
  from('a folder of the project', 'silent', { kind: 'local', path: 'packages/a' }),
]

function from(
  name: string,
  expect: BomRuleCase['expect'],
  origin: Component['origin'],
  integrity: readonly string[] = [],
): BomRuleCase {
  return { name, expect, bom: bomOf(component({ name: 'a', origin, integrity })), known }
}
