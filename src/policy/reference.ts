import { type Field, type FieldTable, isTable, VARIABLES } from './environment.ts'
import { PRESETS } from './presets.ts'
import { ASSAY_YAML } from './schema.ts'
import type { RecordShape, Shape } from './shape.ts'

/**
 * The part of docs/policy.md that is made of code: what the file may hold, what conditions can use, what presets do. It
 * stands there between REFERENCE_START and REFERENCE_END; a test compares the two.
 */
export function policyReference(): string {
  return [
    '## Everything assay.yaml may hold',
    '',
    ...table(['field', 'value', 'meaning'], shapeRows(ASSAY_YAML, '')),
    '',
    '## Variables of conditions',
    '',
    ...Object.entries<FieldTable>(VARIABLES).flatMap(([name, fields]) => [
      ...table(['variable', 'type', 'when absent', 'meaning'], fieldRows(fields, name)),
      '',
    ]),
    '## The presets, rule by rule',
    '',
    ...Object.values(PRESETS).flatMap((preset) => presetSection(preset)),
  ].join('\n')
}

export const REFERENCE_START = '<!-- reference: generated from src/policy, compared by a test -->'
export const REFERENCE_END = '<!-- end of reference -->'

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function shapeRows(shape: RecordShape, prefix: string): readonly (readonly string[])[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const required = shape.required.includes(name) ? ' (required)' : ''
    return [[`\`${path}\`${required}`, valueOf(field), field.doc], ...rowsBelow(field, path)]
  })
}

/** The fields tests may give are those of conditions; they have a table of their own. */
function rowsBelow(field: Shape, path: string): readonly (readonly string[])[] {
  if (path.startsWith('tests[].')) return []
  if (field.kind === 'record') return shapeRows(field, `${path}.`)
  return field.kind === 'list' && field.of.kind === 'record' ? shapeRows(field.of, `${path}[].`) : []
}

function valueOf(shape: Shape): string {
  switch (shape.kind) {
    case 'record':
      return 'fields'
    case 'list':
      return shape.orOne === true ? 'one text or a list' : 'list'
    case 'text':
      return shape.syntax ?? 'text'
    case 'choice':
      return quoted(shape.values)
    case 'flag':
      return '`true`, `false`'
    case 'number':
      return shape.minimum === shape.maximum ? `\`${shape.minimum}\`` : `${shape.minimum} to ${shape.maximum}`
  }
}

function fieldRows(fields: FieldTable, prefix: string): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([name, entry]) => {
    const path = `${prefix}.${name}`
    return isTable(entry) ? fieldRows(entry, path) : [[`\`${path}\``, typeOf(entry), absentOf(entry), entry.doc]]
  })
}

const CEL_TYPES: Readonly<Record<Field['type'], string>> = {
  text: 'string',
  flag: 'bool',
  whole: 'int',
  number: 'double',
  texts: 'list of strings',
}

function typeOf(field: Field): string {
  return field.values === undefined ? CEL_TYPES[field.type] : quoted(field.values)
}

function absentOf({ absent }: Field): string {
  if (typeof absent === 'string') return `\`"${absent}"\``
  return Array.isArray(absent) ? '`[]`' : `\`${String(absent)}\``
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `\`"${value}"\``).join(', ')
}

function presetSection({
  name,
  doc,
  rules,
  requireComplete,
}: (typeof PRESETS)[keyof typeof PRESETS]): readonly string[] {
  return [
    `### \`${name}\``,
    '',
    `${doc}${requireComplete ? ' Demands completeness.' : ''}`,
    '',
    ...rules.flatMap((rule, index) => [
      `${index + 1}. **\`${rule.id}\`** (on ${rule.on}: ${rule.decision}) ${rule.reason}`,
      '',
      '   ```cel',
      `   ${rule.when}`,
      '   ```',
      '',
    ]),
  ]
}
