import { globMistake } from '../../../base/glob.ts'
import type { Limits } from '../../../base/limits.ts'
import { get, items, type TreeValue } from '../../../formats/tree.ts'
import { yamlDocument } from '../../../formats/yaml.ts'
import { SEVERITIES, type Severity } from '../../../model/severity.ts'
import { ALLOWED_REACH, USER_REACH } from './compile-user-rule.ts'
import { keywordsFor, SHORTEST_KEYWORD } from './keywords.ts'
import { RuleFields } from './rule-fields.ts'
import { withSecretGroup } from './secret-group.ts'
import type { Allowance, UserRule, UserRules, WrittenPattern } from './user-rule.ts'

/**
 * Rules for secrets in YAML:
 *
 * ```yaml
 * rules:
 *   - id: acme-token                    # reported as custom/acme-token
 *     title: Token of the Acme portal
 *     severity: high                    # critical, high, medium, low, none; medium when absent
 *     why: Whoever holds it can order from Acme.
 *     fix: Revoke it at https://portal.acme.example/tokens, then remove it.
 *     references: [https://wiki.acme.example/tokens]
 *     regex: acme_([a-z0-9]{32})        # ECMAScript; the first group, or one named `secret`, is the value
 *     keywords: [acme_]                 # optional where the pattern holds literal text
 *     entropy: 3                        # least bits a character
 *     paths: ['*.env', 'deploy/*.yaml'] # globs
 *     allow:
 *       values: ['^acme_0{32}$']        # patterns
 *       words: [example]                # parts of the value
 *       paths: ['^tests/']              # patterns
 * ```
 *
 * A rule with a mistake is left out and told with its line. Throws FormatError or LimitError for what is no YAML.
 */
export function readUserRules(bytes: Uint8Array, limits: Limits): UserRules {
  const tree = yamlDocument.parse(bytes, limits)
  const fields = new RuleFields(tree)
  fields.onlyKnows(tree.root, ['rules'], 'the file')
  const list = get(tree.root, 'rules')
  if (list?.kind !== 'array') fields.tell(list?.offset ?? tree.root.offset, 'expected a list under "rules"')
  const rules = items(list).flatMap((table) => readRule(table, fields))
  return { rules, problems: fields.problems }
}

const KEYS = [
  'id',
  'title',
  'severity',
  'why',
  'fix',
  'references',
  'regex',
  'flags',
  'keywords',
  'entropy',
  'paths',
  'allow',
]

function readRule(table: TreeValue, fields: RuleFields): readonly UserRule[] {
  fields.onlyKnows(table, KEYS, 'a rule')
  const id = fields.text(table, 'id')
  const source = fields.text(table, 'regex')
  if (id === undefined || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(id) || source === undefined) {
    fields.tell(table.offset, 'expected a rule with an "id" of small letters, digits and dashes, and a "regex"')
    return []
  }
  const pattern = fields.pattern(source, table.offset, USER_REACH, (written) =>
    withValue(written, fields.text(table, 'flags') ?? ''),
  )
  if (pattern === undefined) return []
  const keywords = keywordsFor(
    fields.texts(table, 'keywords').map(({ text }) => text),
    pattern,
  )
  if (keywords.length === 0) {
    fields.tell(
      table.offset,
      `expected "keywords" of ${SHORTEST_KEYWORD} letters or more for rule ${id}: its pattern holds no such text that every match has`,
    )
    return []
  }
  const paths = pathsOf(table, fields)
  const entropy = fields.number(table, 'entropy')
  return [
    {
      id: `custom/${id}`,
      ...wordsOf(table, fields, id),
      pattern,
      keywords,
      ...(entropy === undefined ? {} : { entropy }),
      ...(paths.length === 0 ? {} : { paths }),
      allow: allowOf(get(table, 'allow'), fields),
    },
  ]
}

/** Only `i` and `s` change what a pattern means to us; `secret`, or else the first group, is the value. */
function withValue(source: string, flags: string): WrittenPattern {
  const written = { source, flags: flags.replace(/[^is]/g, '') }
  return source.includes('(?<secret>') ? written : withSecretGroup(written, 1)
}

function wordsOf(
  table: TreeValue,
  fields: RuleFields,
  id: string,
): Pick<UserRule, 'title' | 'severity' | 'why' | 'fix' | 'references'> {
  return {
    title: fields.text(table, 'title') ?? id,
    severity: severityOf(table, fields),
    why: fields.text(table, 'why') ?? 'A rule of your own says that it must not stand here.',
    fix:
      fields.text(table, 'fix') ??
      'Revoke it first, then remove it and read the new one from the environment or a secret store.',
    references: fields.texts(table, 'references').map(({ text }) => text),
  }
}

function severityOf(table: TreeValue, fields: RuleFields): Severity {
  const written = fields.text(table, 'severity') ?? 'medium'
  const severity = SEVERITIES.find((one) => one === written)
  if (severity === undefined) fields.tell(table.offset, `expected a severity out of ${SEVERITIES.join(', ')}`)
  return severity ?? 'medium'
}

function pathsOf(table: TreeValue, fields: RuleFields): readonly string[] {
  return fields.texts(table, 'paths').flatMap(({ text, offset }) => {
    const mistake = globMistake(text)
    if (mistake !== undefined) fields.tell(offset, `the glob ${mistake}`)
    return mistake === undefined ? [text] : []
  })
}

function allowOf(table: TreeValue | undefined, fields: RuleFields): readonly Allowance[] {
  if (table === undefined) return []
  fields.onlyKnows(table, ['values', 'words', 'paths'], '"allow"')
  const patterns = (key: string): readonly WrittenPattern[] =>
    fields
      .texts(table, key)
      .flatMap(
        ({ text, offset }) => fields.pattern(text, offset, ALLOWED_REACH, (source) => ({ source, flags: '' })) ?? [],
      )
  const words = fields.texts(table, 'words').map(({ text }) => text.toLowerCase())
  return [{ holds: 'any', patterns: patterns('values'), on: 'value', words, paths: patterns('paths') }]
}
