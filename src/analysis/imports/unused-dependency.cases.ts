import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { declaring, project } from '../../../test/support/project-fakes.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'
import type { SourceProject } from '../../model/source-project.ts'

const used = declaring('torch', 'imported')
const bom = (...projects: readonly SourceProject[]): BomRuleCase['bom'] => ({ ...bomOf(component()), projects })

const needed: BomRuleCase['bom'] = {
  components: [component({ id: 'a', name: 'kit', direct: 'yes' }), component({ id: 'b', name: 'frobnicate' })],
  relationships: [{ from: 'a', to: 'b' }],
  models: [],
  projects: [project({ declared: [used, declaring('frobnicate', 'no')] })],
}

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  { name: 'no source', expect: 'silent', bom: bomOf(component()), known },
  {
    name: 'nobody imports it',
    expect: 'fires',
    bom: bom(project({ declared: [used, declaring('frobnicate', 'no')] })),
    known,
  },
  { name: 'all are imported', expect: 'silent', bom: bom(project({ declared: [used] })), known },
  {
    name: 'a command names it',
    expect: 'silent',
    bom: bom(project({ declared: [used, declaring('frobnicate', 'named')] })),
    known,
  },
  {
    name: 'a file was not read',
    expect: 'silent',
    bom: bom(project({ complete: false, declared: [used, declaring('frobnicate', 'no')] })),
    known,
  },
  {
    name: 'nothing declared is imported: the source may be elsewhere',
    expect: 'silent',
    bom: bom(project({ declared: [declaring('frobnicate', 'no')] })),
    known,
  },
  {
    name: 'what is used without an import',
    expect: 'silent',
    bom: bom(
      project({
        declared: [
          used,
          ...['gunicorn', 'pytest-cov', 'types-pyyaml', 'accelerate', 'psycopg2-binary'].map((name) =>
            declaring(name, 'no'),
          ),
        ],
      }),
    ),
    known,
  },
  {
    name: 'the same for npm',
    expect: 'silent',
    bom: bom(
      project({
        ecosystem: 'npm',
        declared: [
          declaring('express', 'imported'),
          ...['@types/node', 'eslint-plugin-x', 'typescript', 'css-loader', '@babel/preset-env'].map((name) =>
            declaring(name, 'no'),
          ),
        ],
      }),
    ),
    known,
  },
  {
    name: 'for development, or an extra',
    expect: 'silent',
    bom: bom(
      project({
        declared: [
          used,
          { ...declaring('frobnicate', 'no'), scope: 'development' },
          { ...declaring('kit', 'no'), groups: ['extra:gpu'] },
        ],
      }),
    ),
    known,
  },
  { name: 'another package depends on it', expect: 'silent', bom: needed, known },
  {
    name: 'a frozen environment',
    expect: 'silent',
    bom: bom(
      project({ declared: [used, ...Array.from({ length: 30 }, (_, index) => declaring(`frozen-${index}`, 'no'))] }),
    ),
    known,
  },
]
