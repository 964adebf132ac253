import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { importing, project } from '../../../test/support/project-fakes.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'
import type { SourceProject } from '../../model/source-project.ts'

const bom = (...projects: readonly SourceProject[]): BomRuleCase['bom'] => ({ ...bomOf(component()), projects })

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  { name: 'no source', expect: 'silent', bom: bomOf(component()), known },
  {
    name: 'all is declared',
    expect: 'silent',
    bom: bom(project({ imports: [importing('torch', 'declared')] })),
    known,
  },
  {
    name: 'a name that nobody knows',
    expect: 'fires',
    bom: bom(project({ imports: [importing('reqeusts', 'unknown')] })),
    known,
  },
  {
    name: 'one that something else brings',
    expect: 'fires',
    bom: bom(project({ imports: [importing('numpy', 'transitive')] })),
    known,
  },
  {
    name: 'one that another project declares',
    expect: 'fires',
    bom: bom(project({ imports: [importing('numpy', 'nearby')] })),
    known,
  },
  {
    name: 'only where the code goes on without, or for types',
    expect: 'silent',
    bom: bom(
      project({
        imports: [
          importing('faiss', 'unknown', { all: 2, optional: 2 }),
          importing('pandas', 'unknown', { all: 1, types: 1 }),
          importing('scipy', 'unknown', { all: 2, types: 1, optional: 1 }),
        ],
      }),
    ),
    known,
  },
  {
    name: 'a name that nobody knows, in tests',
    expect: 'fires',
    bom: bom(project({ imports: [importing('responses', 'unknown', { all: 1, tests: 1 })] })),
    known,
  },
  {
    name: 'in tests, one that something else brings',
    expect: 'silent',
    bom: bom(project({ imports: [importing('packaging', 'transitive', { all: 1, tests: 1 })] })),
    known,
  },
  {
    name: 'nothing declares anything',
    expect: 'fires',
    bom: bom(project({ manifests: [], imports: [importing('torch', 'unknown')] })),
    known,
  },
  {
    name: 'nothing declares anything, and only tests import',
    expect: 'silent',
    bom: bom(project({ manifests: [], imports: [importing('torch', 'unknown', { all: 1, tests: 1 })] })),
    known,
  },
]
