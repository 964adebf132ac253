import type { Limits } from '../../../base/limits.ts'
import { entry, get, items, type TreeValue } from '../../../formats/tree.ts'
import { toml } from '../../../formats/toml.ts'
import { ALLOWED_REACH, USER_REACH } from './compile-user-rule.ts'
import { keywordsFor, SHORTEST_KEYWORD } from './keywords.ts'
import { fromRe2 } from './re2-pattern.ts'
import { RuleFields } from './rule-fields.ts'
import { withSecretGroup } from './secret-group.ts'
import type { Allowance, UserRule, UserRules, WrittenPattern } from './user-rule.ts'

/**
 * Rules of gitleaks and Betterleaks (`.gitleaks.toml`): `[[rules]]` with id, description, regex, secretGroup, keywords, entropy, path and allow lists, and the
 * global allow list, which here counts for these rules only.
 *
 * Not taken, and told with their lines: rules without a regex (of paths alone) or without any keyword or literal text; patterns whose time has no bound;
 * `[extend]` (Assay's own rules are always there); allowed commits; expressions of Betterleaks. A keyword must stand within 1,000 bytes of the match;
 * gitleaks asks for it anywhere in the file. Throws FormatError or LimitError for what is no TOML.
 */
export function readGitleaksRules(bytes: Uint8Array, limits: Limits): UserRules {
  const tree = toml.parse(bytes, limits)
  const fields = new RuleFields(tree)
  fields.onlyKnows(tree.root, ['title', 'description', 'rules', 'allowlist', 'allowlists', 'minVersion'], 'the file')
  const everywhere = allowancesOf(tree.root, fields)
  const rules = items(get(tree.root, 'rules')).flatMap((table) => readRule(table, everywhere, fields))
  return { rules, problems: fields.problems }
}

const KEYS = [
  'id',
  'description',
  'regex',
  'secretGroup',
  'keywords',
  'entropy',
  'path',
  'allowlist',
  'allowlists',
  'tags',
]

function readRule(table: TreeValue, everywhere: readonly Allowance[], fields: RuleFields): readonly UserRule[] {
  fields.onlyKnows(table, KEYS, 'a rule')
  const id = fields.text(table, 'id')
  const regex = entry(table, 'regex')
  const source = fields.text(table, 'regex')
  if (id === undefined || regex === undefined || source === undefined) {
    fields.tell(table.offset, `expected a rule with an "id" and a "regex"; rules of paths alone are not taken`)
    return []
  }
  const group = fields.number(table, 'secretGroup') ?? 0
  const pattern = fields.pattern(source, regex.keyOffset, USER_REACH, (written) =>
    withSecretGroup(fromRe2(written), Math.max(1, group)),
  )
  if (pattern === undefined) return []
  const keywords = keywordsFor(
    fields.texts(table, 'keywords').map(({ text }) => text),
    pattern,
  )
  if (keywords.length === 0) {
    fields.tell(
      table.offset,
      `expected "keywords" of ${SHORTEST_KEYWORD} letters or more: the pattern holds no such text that every match has`,
    )
    return []
  }
  const entropy = fields.number(table, 'entropy')
  const path = patternsOf(table, 'path', fields)[0]
  return [
    {
      id: `custom/${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
      title: fields.text(table, 'description') ?? id,
      severity: 'high',
      why: 'A rule of gitleaks that you chose says that it must not stand here.',
      fix: 'Revoke it first, then remove it and read the new one from the environment or a secret store.',
      references: [],
      pattern,
      keywords,
      ...(entropy === undefined ? {} : { entropy }),
      ...(path === undefined ? {} : { pathPattern: path }),
      allow: [...everywhere, ...allowancesOf(table, fields)],
    },
  ]
}

/** `[allowlist]`, `[[allowlists]]`, `[rules.allowlist]`, `[[rules.allowlists]]`. */
function allowancesOf(table: TreeValue, fields: RuleFields): readonly Allowance[] {
  const single = get(table, 'allowlist')
  return [...(single === undefined ? [] : [single]), ...items(get(table, 'allowlists'))].map((list) =>
    allowanceOf(list, fields),
  )
}

function allowanceOf(table: TreeValue, fields: RuleFields): Allowance {
  fields.onlyKnows(table, ['description', 'condition', 'regexTarget', 'regexes', 'stopwords', 'paths'], 'an allow list')
  const target = fields.text(table, 'regexTarget')
  return {
    holds: /^(?:and|&&)$/i.test(fields.text(table, 'condition') ?? '') ? 'all' : 'any',
    patterns: patternsOf(table, 'regexes', fields),
    on: target === 'line' || target === 'match' ? target : 'value',
    words: fields.texts(table, 'stopwords').map(({ text }) => text.toLowerCase()),
    paths: patternsOf(table, 'paths', fields),
  }
}

function patternsOf(table: TreeValue, key: string, fields: RuleFields): readonly WrittenPattern[] {
  return fields
    .texts(table, key)
    .flatMap(({ text, offset }) => fields.pattern(text, offset, ALLOWED_REACH, fromRe2) ?? [])
}
