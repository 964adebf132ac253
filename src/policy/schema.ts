import type { PolicySubject } from '../model/policy.ts'
import { type Field, type FieldTable, isTable, VARIABLES } from './environment.ts'
import { MAX_CONDITION_LENGTH } from './condition.ts'
import { PRESETS } from './presets.ts'
import { type RecordShape, type Shape, text, texts } from './shape.ts'

const DECISIONS = ['allow', 'warn', 'block'] as const
const SUBJECTS = ['finding', 'component', 'coverage'] as const satisfies readonly PolicySubject[]
/** Honest policies have tens of rules; these bound what a hostile one can make of a scan. */
const MAX_RULES = 500
const MAX_WAIVERS = 5000
const MAX_GLOBS = 200

const RULE: RecordShape = {
  kind: 'record',
  doc: 'A condition and what follows from it.',
  required: ['id', 'decision'],
  anyOf: ['when', 'paths'],
  fields: {
    id: text('Names the rule. The id of a preset rule replaces that rule.', 'identifier'),
    on: { kind: 'choice', doc: 'What the condition is asked of; `finding` when not said.', values: SUBJECTS },
    when: text('A CEL expression; always true when only `paths` is given.', 'condition', MAX_CONDITION_LENGTH),
    decision: { kind: 'choice', doc: 'What follows when the condition holds.', values: DECISIONS },
    paths: texts('The rule speaks only of these places.', 'A glob.', MAX_GLOBS, 'glob'),
    message: text('Shown under the verdict when the rule warns or blocks.'),
    reason: text('Why the rule is there; shown by `assay policy explain`.'),
  },
}

const WAIVER: RecordShape = {
  kind: 'record',
  doc: 'A risk somebody accepted. Everything it names must fit.',
  required: ['owner', 'reason', 'expires'],
  anyOf: ['advisory', 'rule', 'fingerprint', 'component', 'digest', 'global'],
  fields: {
    id: text('Names the waiver in notices and reports.', 'identifier'),
    advisory: text('An advisory id or any of its aliases.'),
    rule: text('The rule that reports it, for example `vulnerabilities/known-vulnerability`.'),
    fingerprint: text('The stable name of one finding.', 'fingerprint'),
    component: text('A package URL, with or without version, or a glob over names.', 'component'),
    digest: text('A model file by its content: `sha256:` and 64 hexadecimal digits.', 'digest'),
    global: text('A name that a model file imports, for example `my_library.Thing`.', 'global'),
    paths: texts('Only in these places.', 'A glob.', MAX_GLOBS, 'glob'),
    owner: text('Who answers for it.'),
    reason: text('Why it is acceptable.'),
    expires: text('The last day it applies (UTC), `YYYY-MM-DD`.', 'date'),
  },
}

const WAIVERS: Shape = { kind: 'list', doc: 'Risks somebody accepted.', of: WAIVER, maxItems: MAX_WAIVERS }

const TEST: RecordShape = {
  kind: 'record',
  doc: 'An example and the decision it must get.',
  required: ['name', 'expect'],
  anyOf: [...SUBJECTS],
  fields: {
    name: text('What the example shows.'),
    finding: givenShape('A finding; fields that are not given are absent.', VARIABLES.finding),
    component: givenShape('A component; fields that are not given are absent.', VARIABLES.component),
    coverage: givenShape('The scan; complete and fresh where not given.', VARIABLES.coverage),
    expect: { kind: 'choice', doc: 'The decision it must get.', values: DECISIONS },
    rule: text('The id of the rule that must decide, or `default`.'),
  },
}

/** Everything assay.yaml may hold. */
export const ASSAY_YAML: RecordShape = {
  kind: 'record',
  doc: 'The policy of a project.',
  required: ['version'],
  fields: {
    version: { kind: 'number', doc: 'The version of this format: 1.', whole: true, minimum: 1, maximum: 1 },
    extends: { kind: 'choice', doc: 'The preset whose rules follow those of this file.', values: Object.keys(PRESETS) },
    rules: { kind: 'list', doc: 'Asked in this order, before those of the preset.', of: RULE, maxItems: MAX_RULES },
    'require-complete': {
      kind: 'flag',
      doc: 'Is an incomplete scan a failure (exit 3)? `strict` says yes, the others no.',
    },
    waivers: WAIVERS,
    'waivers-file': text('A further file with `waivers:`, relative to this one.'),
    vex: texts('VEX documents (OpenVEX, CycloneDX), relative to this file.', 'A path.', 100),
    tests: { kind: 'list', doc: 'Run by `assay policy test`.', of: TEST, maxItems: 1000 },
    advisories: {
      kind: 'record',
      doc: 'Where advisory data comes from.',
      required: [],
      fields: {
        osv: texts('Addresses, folders or files with OSV records.', 'An address, folder or file.', 100),
        kev: text("CISA's catalogue of known exploited vulnerabilities: an address or file."),
        epss: text("FIRST's exploit predictions: an address or file."),
        'allow-sources': texts(
          'Records whose id starts so are taken although they are denied, for example `ROOT-`.',
          'A prefix of ids.',
          100,
        ),
        'deny-sources': texts(
          'Records whose id starts so are left out. Those of vendors that rebuild packages always are.',
          'A prefix of ids.',
          100,
        ),
      },
    },
    limits: {
      kind: 'record',
      doc: 'Bounds for single files.',
      required: [],
      fields: {
        fileBytes: {
          kind: 'number',
          doc: 'Largest file that is read, in bytes.',
          whole: true,
          minimum: 1024,
          maximum: 2 ** 31,
        },
        fileSeconds: {
          kind: 'number',
          doc: 'Longest work on one file, in seconds.',
          whole: false,
          minimum: 0.1,
          maximum: 3600,
        },
      },
    },
    sensitive: {
      kind: 'record',
      doc: 'How secrets and personal data are looked for.',
      required: [],
      fields: {
        'personal-data': { kind: 'flag', doc: 'Look for personal data too; yes when not said.' },
        'fingerprint-key': text(
          'The key under which secrets are named in reports: 64 hexadecimal digits, made by `assay secrets key`. Without one, secrets that could be guessed are told apart by their place.',
          'key',
        ),
        rules: texts(
          'Files with further rules for secrets, relative to this file: our YAML, or the TOML of gitleaks.',
          'A path.',
          20,
        ),
      },
    },
    exclude: texts('What is not scanned; counted in the coverage.', 'A glob.', MAX_GLOBS, 'glob'),
  },
}

/** What a file named by `waivers-file` may hold. */
export const WAIVERS_YAML: RecordShape = {
  kind: 'record',
  doc: 'Waivers in a file of their own.',
  required: ['version', 'waivers'],
  fields: { version: ASSAY_YAML.fields['version'] as Shape, waivers: WAIVERS },
}

function givenShape(doc: string, table: FieldTable): RecordShape {
  const fields = Object.entries(table).map(([name, entry]): [string, Shape] => [
    name,
    isTable(entry) ? givenShape(`See the variables of conditions.`, entry) : fieldShape(entry),
  ])
  return { kind: 'record', doc, required: [], fields: Object.fromEntries(fields) }
}

function fieldShape(field: Field): Shape {
  if (field.values !== undefined) return { kind: 'choice', doc: field.doc, values: field.values }
  if (field.type === 'texts') return texts(field.doc, 'A text.', 1000)
  if (field.type === 'flag') return { kind: 'flag', doc: field.doc }
  if (field.type === 'text') return text(field.doc)
  return { kind: 'number', doc: field.doc, whole: field.type === 'whole', minimum: 0, maximum: 1e15 }
}
