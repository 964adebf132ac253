import { SEVERITIES } from '../model/severity.ts'
import type { PolicySubject } from '../model/policy.ts'

/** The types a field of a condition can have. Numbers that may be unknown are doubles. */
export type FieldType = 'text' | 'flag' | 'whole' | 'number' | 'texts'

/** One field: its type, what it says, and the value it has when there is nothing to say. */
export interface Field {
  readonly type: FieldType
  readonly doc: string
  /** The only values there are; comparing with any other is a mistake in the policy. */
  readonly values?: readonly string[]
  readonly absent: FactValue
}

/** The value of a field; whole numbers are bigint, as CEL's `int` is. */
export type FactValue = string | boolean | bigint | number | readonly string[]

/** Facts about one subject, complete in every field. */
export interface Facts {
  readonly [field: string]: FactValue | Facts
}

export interface FieldTable {
  readonly [field: string]: Field | FieldTable
}

/** Is it a table of further fields? */
export function isTable(entry: Field | FieldTable): entry is FieldTable {
  return typeof entry['type'] !== 'string'
}

const text = (doc: string, values?: readonly string[], absent = ''): Field =>
  values === undefined ? { type: 'text', doc, absent } : { type: 'text', doc, values, absent }
const texts = (doc: string): Field => ({ type: 'texts', doc, absent: [] })
const flag = (doc: string, absent = false): Field => ({ type: 'flag', doc, absent })
const whole = (doc: string): Field => ({ type: 'whole', doc, absent: 0n })
/** NaN: no comparison with an unknown number holds, so neither `score >= 7` nor `score < 4` takes it for one or the other. */
const number = (doc: string, absent = Number.NaN): Field => ({ type: 'number', doc, absent })

/**
 * Every variable a condition can use. The shapes are always complete: what is absent has the value named here, so a
 * condition cannot fail on a missing field, and unknown numbers neither pass nor fail a threshold.
 */
export const VARIABLES = {
  finding: {
    ruleId: text('The rule that reported it, for example `vulnerabilities/known-vulnerability`.'),
    severity: text('How bad.', SEVERITIES, 'unknown'),
    title: text('One line.'),
    confidence: text('How sure the rule is.', ['high', 'medium', 'low'], 'high'),
    fingerprint: text('Its stable name.'),
    known: flag('Is it in the baseline?'),
    fixable: flag('Is there a version that ends it?'),
    fixVersion: text('The version that ends it; empty when there is none.'),
    paths: texts('The files it was seen in.'),
    advisory: {
      id: text('The name people use, a CVE where there is one; empty when the finding is not about an advisory.'),
      ids: texts('Every id and alias.'),
      malicious: flag('Does a record say the package is malware?'),
      score: number('CVSS, 0 to 10; NaN when nobody scored it.'),
      scored: flag('Did anybody score it?'),
      knownExploited: flag("Is it in CISA's catalogue of known exploited vulnerabilities?"),
      ransomware: flag('Does the catalogue know of its use for ransomware?'),
      epss: number('Probability of exploitation within 30 days, 0 to 1; NaN when there is no estimate.'),
      epssPercentile: number('Its rank among all, 0 to 1; NaN when there is no estimate.'),
      published: text('RFC 3339; empty when not said.'),
      modified: text('RFC 3339; empty when not said.'),
      ageDays: number('Days since it was published; NaN when not said.'),
      fixed: texts('Versions that end it.'),
      cwes: texts('For example `CWE-502`.'),
    },
    model: {
      kind: text('What was seen in a model file, for example `pickle/execution`; empty for all other findings.'),
      when: text(
        'When it happens: when the file is loaded, only when remote code is trusted, when the model computes.',
        ['', 'on-load', 'with-trust', 'at-inference', 'unknown'],
      ),
      digest: text('Of the file: `sha256:` and 64 hexadecimal digits; empty when it was not computed.'),
      globals: texts('Fully qualified names the file reaches, for example `posix.system`.'),
      atlas: texts('MITRE ATLAS techniques.'),
      cwes: texts('For example `CWE-502`.'),
      exposed: flag('Does the project lock a version of the library that has the vulnerability the file would use?'),
    },
    range: {
      requirement: text(
        'The requirement without a version, for example `transformers>=4.30`; empty for all other findings.',
      ),
      admits: text('Are some or all versions it allows affected?', ['', 'some', 'all']),
      floor: text('The lowest bound under which nothing affected is allowed; empty when there is none.'),
      ids: texts('Every id and alias of the advisories the range lets in.'),
      malicious: flag('Does it let malware in?'),
    },
  },
  component: {
    name: text('Its name; empty when a finding is not about a component.'),
    ecosystem: text('Where the name lives.', ['', 'PyPI', 'npm', 'conda']),
    version: text('The exact version; empty when it is not pinned.'),
    versionKind: text('What is known of the version.', ['', 'exact', 'range', 'any', 'unstated']),
    requirement: text('The range as written, when the version is a range.'),
    purl: text('Package URL.'),
    direct: text('Does the project itself ask for it?', ['yes', 'no', 'unknown'], 'unknown'),
    scope: text('What it is for.', ['', 'runtime', 'optional', 'development', 'build']),
    groups: texts('Extras and groups, for example `group:dev`.'),
    origin: text('Where its bytes come from.', ['', 'registry', 'git', 'url', 'local']),
    source: text('The index, address or path as written; empty when not written.'),
    path: texts('The chain that brings it in, from a direct dependency to itself, as `name@version`.'),
    paths: texts('The files that speak of it.'),
    markers: texts('Environment markers it depends on.'),
    hashed: flag('Does a lock file pin its bytes?'),
  },
  coverage: {
    complete: flag('Was everything looked at?', true),
    gaps: texts('One sentence for each reason why not.'),
    data: text('The advisory data.', ['none', 'starter', 'database'], 'database'),
    ageDays: number('Days since the newest advisory record; infinite without data.', 0),
    seen: whole('Files met.'),
    parsed: whole('Files read to the end.'),
    failed: whole('Files not, or not fully, understood.'),
    skipped: whole('Files left out.'),
    total: whole('Packages found.'),
    resolved: whole('Packages with a version and advisory data.'),
    unpinned: whole('Packages without a version, locked nowhere.'),
    local: whole("The project's own packages."),
    unregistered: whole('Packages from git or a plain address.'),
    outsideAdvisories: whole('Packages no advisory data speaks of.'),
    kevRecords: whole('Known exploited vulnerabilities loaded; without them `knownExploited` is always false.'),
    epssRecords: whole('Exploit predictions loaded.'),
  },
} as const satisfies Readonly<Record<PolicySubject, FieldTable>>

/** Which variables a condition of a rule can use: what a finding is about is known, what a scan found as a whole too. */
export const VARIABLES_OF: Readonly<Record<PolicySubject, readonly PolicySubject[]>> = {
  finding: ['finding', 'component', 'coverage'],
  component: ['component', 'coverage'],
  coverage: ['coverage'],
}

/** The facts of a subject of which nothing is known. */
export function absentFacts(table: FieldTable): Facts {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => [name, isTable(entry) ? absentFacts(entry) : entry.absent]),
  )
}
