import type { PackageAssessment } from '../../src/model/package-assessment.ts'
import { assess } from '../../src/analysis/packages/verdict/assess.ts'
import { storyRules } from '../../src/analysis/packages/verdict/story-rules.ts'
import type { PackageReporter, PackageReportStyle } from '../../src/report/package/package-reporter.ts'
import { changed, releaseOf } from './package-facts.ts'

/** No colours, 100 columns, every rule. */
export const PLAIN_PACKAGES: PackageReportStyle = { colour: false, width: 100, rules: storyRules }

/** A report as one text. */
export function renderPackages(
  reporter: PackageReporter,
  assessments: readonly PackageAssessment[],
  style = PLAIN_PACKAGES,
): string {
  return [...reporter.render(assessments, style)].join('')
}

/** A release that does a bit of everything; `text` stands wherever a package or a registry decides the words. */
export function assessmentWith(text: string): PackageAssessment {
  const place = (index: number): string => `${text}/${index}.py`
  const base = releaseOf({
    name: text,
    version: text,
    ecosystem: 'PyPI',
    description: text,
    link: text,
    hook: text,
    roles: { [place(0)]: 'install', [place(1)]: 'import', 'setup.py': 'install' },
    unread: { 'setup.py': 'not' },
    notes: [{ kind: 'not-inspected', code: text, path: text, message: text }],
    did: [
      { kind: 'persist', subject: text, path: place(0), evidence: text },
      {
        kind: 'network',
        subject: text,
        path: place(0),
        from: ['environment * base64', 'secret-file .ssh'],
        evidence: text,
      },
      { kind: 'obfuscation', subject: text, path: place(1), when: 'unknown', evidence: text },
      { kind: 'download', subject: text, path: place(0), evidence: text },
      {
        kind: 'evaluate',
        subject: text,
        path: place(1),
        when: 'import',
        from: ['decoded 400+characters'],
        evidence: text,
      },
    ],
  })
  const artefacts = base.artefacts.map((one) => ({ ...one, name: text }))
  return assess({
    ...base,
    artefacts,
    purl: `pkg:pypi/${encodeURIComponent(text.toWellFormed())}@1`,
    changes: [
      { ...changed('dependency', text, 0.7, text), text },
      { ...changed('publisher', text, 0.5), text },
    ],
    compared: { version: text },
    names: [{ kind: text, popular: text, text, chance: 0.3 }],
    known: [{ id: text, summary: text, sources: [text], trust: 'doubtful', because: [text] }],
    allowed: { sha256: text, reason: text, approvedBy: [text, text], expires: '2027-01-01T00:00:00Z' },
    diagnostics: [{ code: 'FORMAT_PARTIAL', level: 'warning', message: text, location: { path: text } }],
  })
}

/** The same whatever its words are: `text` is put in after the verdict is found, as a report of another tool might have it. */
export function assessmentOf(text: string): PackageAssessment {
  return replaced(assessmentWith('FOREIGN'), text) as PackageAssessment
}

function replaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return KEPT.test(value) ? value : value.replaceAll('FOREIGN', () => text)
  if (Array.isArray(value)) return value.map((one) => replaced(one, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, text)]))
}

/** A package URL is escaped where it is made. */
const KEPT = /^pkg:/
