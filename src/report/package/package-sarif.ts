import { excerpt, safeJson, visible } from '../../base/escape.ts'
import { sha256 } from '../../base/digest.ts'
import type { Location } from '../../model/location.ts'
import type { PackageAssessment, PackageStory, PackageVerdict, StoryStep } from '../../model/package-assessment.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { PackageReporter } from './package-reporter.ts'
import { packageName, sentence } from './package-words.ts'

/** SARIF 2.1.0 (OASIS): one result for each story, its steps as a code flow from the source to the sink. */
export const packageSarif: PackageReporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0 with the steps of each story as a code flow',
  mediaType: 'application/sarif+json',
  *render(assessments, { rules }) {
    yield `${safeJson(log(assessments, rules))}\n`
  },
}

function log(assessments: readonly PackageAssessment[], rules: readonly RuleDoc[]): object {
  const stories = assessments.flatMap((assessment) => assessment.stories)
  const titles = new Map(stories.map(({ id, title }) => [id, title]))
  const ids = [...titles.keys()].toSorted()
  const docs = new Map(rules.map((rule) => [rule.id, rule]))
  const indexes = new Map(ids.map((id, index) => [id, index]))
  const notifications = assessments.flatMap(notificationsOf)
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Assay',
            semanticVersion: assessments[0]?.tool.version ?? '0.0.0',
            rules: ids.map((id) => descriptor(id, titles.get(id) ?? id, docs.get(id))),
            notifications: [...new Set(notifications.map(({ descriptor: { id } }) => id))]
              .toSorted()
              .map((id) => ({ id })),
          },
        },
        automationDetails: { id: 'assay/package/' },
        originalUriBaseIds: { PACKAGE: { description: { text: 'The root of the package that was looked into.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results: assessments.flatMap((assessment) =>
          assessment.stories.map((story) => resultOf(story, assessment, indexes)),
        ),
        properties: { assessments: assessments.map(summary) },
      },
    ],
  }
}

function descriptor(id: string, title: string, doc: RuleDoc | undefined): object {
  const help = doc === undefined ? title : `${doc.why}\n\n${doc.fix}`
  const reference = doc?.references.find((address) => /^https?:\/\/[^\s<>"]+$/.test(address))
  return {
    id,
    name: id,
    shortDescription: { text: sentence(doc?.title ?? title, 250) },
    fullDescription: { text: doc?.why ?? sentence(title, 250) },
    help: { text: help },
    ...(reference === undefined ? {} : { helpUri: reference }),
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'external/cwe/cwe-506'], precision: 'high' },
  }
}

const LEVELS: Readonly<Record<PackageVerdict, 'error' | 'warning' | 'note'>> = {
  block: 'error',
  hold: 'warning',
  allow: 'note',
}

function resultOf(story: PackageStory, assessment: PackageAssessment, indexes: ReadonlyMap<string, number>): object {
  const fallback = story.artefacts[0] ?? assessment.name
  const last = story.steps.findLast(({ location }) => location.path !== '')
  const others = story.steps.filter((step) => step !== last).slice(0, 50)
  return {
    ruleId: story.id,
    ruleIndex: indexes.get(story.id) ?? -1,
    level: LEVELS[story.verdict],
    message: { text: `${packageName(assessment)}: ${sentence(story.text)}` },
    locations: [
      {
        physicalLocation: physical(last?.location ?? { path: '' }, fallback),
        logicalLocations: [{ fullyQualifiedName: excerpt(assessment.purl ?? assessment.name, 300), kind: 'package' }],
      },
    ],
    ...(others.length === 0
      ? {}
      : { relatedLocations: others.map((step, index) => ({ id: index + 1, ...told(step, fallback) })) }),
    ...(story.steps.length === 0 ? {} : { codeFlows: [codeFlow(story, fallback)] }),
    partialFingerprints: {
      'assay/package/v1': sha256().update(story.identity.toWellFormed()).digest('hex').slice(0, 32),
    },
    rank: story.weight,
    properties: {
      verdict: story.verdict,
      'security-severity': { block: '9.5', hold: '7.0', allow: '2.0' }[story.verdict],
      confidence: story.confidence.level,
      because: story.confidence.because.map((one) => sentence(one, 300)),
      factors: story.factors.map(({ factor, value, because }) => ({ factor, value, because: sentence(because, 300) })),
      artefacts: story.artefacts.map((name) => excerpt(name, 200)),
    },
  }
}

function codeFlow({ text, steps }: PackageStory, fallback: string): object {
  return {
    message: { text: sentence(text) },
    threadFlows: [
      {
        locations: steps.map((step, index) => ({
          location: told(step, fallback),
          executionOrder: index + 1,
          importance: index === 0 || index === steps.length - 1 ? 'essential' : 'important',
        })),
      },
    ],
  }
}

function told(step: StoryStep, fallback: string): object {
  const evidence = sentence(step.evidence, 200)
  const text = `${sentence(step.text, 300)}${evidence === '' ? '' : `: ${evidence}`}`
  return { physicalLocation: physical(step.location, fallback), message: { text: text === '' ? 'a step' : text } }
}

function physical({ path, lines, column }: Location, fallback: string): object {
  const region =
    lines === undefined
      ? {}
      : {
          region: {
            startLine: Math.max(1, lines.start),
            endLine: Math.max(1, lines.end),
            ...(column === undefined ? {} : { startColumn: Math.max(1, column) }),
          },
        }
  return { artifactLocation: { uri: relativeUri(path === '' ? fallback : path), uriBaseId: 'PACKAGE' }, ...region }
}

/** Each segment encoded, so that a file named `a:b`, `//host/x` or `..` cannot lead anywhere else. */
function relativeUri(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  const encoded = segments.map((segment) =>
    /^\.{1,2}$/.test(segment) ? segment.replaceAll('.', '%2E') : encodeURIComponent(segment.toWellFormed()),
  )
  return encoded.join('/') || 'package'
}

interface Notification {
  readonly level: string
  readonly message: { readonly text: string }
  readonly descriptor: { readonly id: string }
}

function notificationsOf(assessment: PackageAssessment): readonly Notification[] {
  const name = packageName(assessment)
  return [
    ...assessment.gaps.map((gap) => ({
      level: 'warning',
      message: { text: `${name}: ${sentence(gap, 500)}` },
      descriptor: { id: 'NOT_LOOKED_AT' },
    })),
    ...assessment.diagnostics.map(({ level, code, message }) => ({
      level,
      message: { text: `${name}: ${sentence(message, 900)}` },
      descriptor: { id: visible(code) },
    })),
  ]
}

function summary(assessment: PackageAssessment): object {
  const { purl, verdict, because, changes, names, known } = assessment
  return {
    package: packageName(assessment),
    ...(purl === undefined ? {} : { purl }),
    verdict,
    because: because.map((one) => sentence(one)),
    changes: changes.slice(0, 100).map(({ text }) => sentence(text, 400)),
    names: names.slice(0, 20).map(({ popular }) => sentence(popular, 120)),
    known: known.slice(0, 20).map(({ id }) => sentence(id, 80)),
  }
}
