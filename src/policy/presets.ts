import type { PolicyRule, PolicySubject, PresetName } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'

/** A policy Assay brings along, with the reason for every rule. */
export interface Preset {
  readonly name: PresetName
  /** Whom it is for. */
  readonly doc: string
  readonly requireComplete: boolean
  readonly rules: readonly PolicyRule[]
}

type Written = readonly [id: string, on: PolicySubject, decision: Decision, when: string, reason: string]

/** The id of the rule that is asked before all others. */
export const MALWARE_RULE = 'block-known-malware'

const MALWARE: Written = [
  MALWARE_RULE,
  'finding',
  'block',
  'finding.advisory.malicious && component.origin in ["", "registry"] || finding.range.malicious && finding.range.admits == "all"',
  'A record of the malicious-packages feed names this very package from a public registry: it was published to do harm, so no score and no threshold applies. A package of the same name from git or from the project itself is another package.',
]

/** Stories that block are critical, those that hold are high and stay with what the preset says of high findings: a person decides. */
const MALICIOUS_BEHAVIOUR: Written = [
  'block-malicious-behaviour',
  'finding',
  'block',
  'finding.ruleId.startsWith("packages/") && finding.severity == "critical"',
  'The package was looked into, and what it does by itself is what malware does: records come days later. A story that only holds is for a person to decide.',
]

/** What is malware in the registry is blocked above; where only the name is the same, the catalogue speaks of the other package. */
const EXPLOITED = 'finding.advisory.knownExploited && !finding.advisory.malicious'

const KEV_BLINDNESS: Written = [
  'warn-without-exploitation-data',
  'coverage',
  'warn',
  'coverage.total > 0 && coverage.data == "database" && coverage.kevRecords == 0',
  'Without the catalogue of known exploited vulnerabilities the rule about them cannot apply, and silence would look like "none is exploited".',
]

const NO_DATA = 'coverage.total > 0 && coverage.data == "none"'
const NO_DATA_REASON =
  'Packages were found and nothing was there to compare them with: a gate that lets everything through because its data is missing is no gate.'

const STARTER = 'coverage.data == "starter"'
const STARTER_REASON =
  'The starter set that comes with Assay holds a small part of all advisories; it shows how a scan looks, it does not replace the database.'

/** Rules of the user's own are called custom. */
const SECRET =
  '(finding.ruleId.startsWith("secrets/") || finding.ruleId.startsWith("custom/")) && finding.confidence == "high"'

const PERMISSIVE: readonly Written[] = [
  MALWARE,
  MALICIOUS_BEHAVIOUR,
  [
    'warn-secret',
    'finding',
    'warn',
    SECRET,
    'Whoever reads the file can use the secret, whatever the stage of the project.',
  ],
  ['warn-known-exploited', 'finding', 'warn', EXPLOITED, 'Attackers use this vulnerability today (CISA catalogue).'],
  [
    'warn-critical',
    'finding',
    'warn',
    'finding.severity == "critical"',
    'Critical findings are worth a look whatever the stage of the project.',
  ],
  ['warn-without-advisory-data', 'coverage', 'warn', NO_DATA, NO_DATA_REASON],
  ['warn-starter-data', 'coverage', 'warn', STARTER, STARTER_REASON],
]

const BALANCED: readonly Written[] = [
  MALWARE,
  MALICIOUS_BEHAVIOUR,
  [
    'block-known-exploited',
    'finding',
    'block',
    EXPLOITED,
    'Attackers use this vulnerability today (CISA catalogue); that weighs more than any score, and more than a missing fix.',
  ],
  [
    'block-critical-with-fix',
    'finding',
    'block',
    'finding.advisory.id != "" && finding.severity == "critical" && finding.fixable',
    'Critical and a fixed version exists: there is something to do, so it is done before merging. Development dependencies count, because the machines that run them hold secrets too.',
  ],
  [
    'block-high-direct-with-fix',
    'finding',
    'block',
    'finding.advisory.id != "" && finding.severity == "high" && finding.fixable && component.direct != "no" && component.scope in ["", "runtime", "optional"]',
    'High, with a fix, in something the project itself asks for at run time: one edited line ends it. Where a file does not tell whether a dependency is direct, it is taken for direct.',
  ],
  [
    'block-critical-elsewhere',
    'finding',
    'block',
    'finding.advisory.id == "" && finding.range.requirement == "" && finding.severity == "critical" && finding.confidence == "high"',
    'A critical finding of any other rule that is sure of itself, for example code that runs when a model file is loaded.',
  ],
  [
    'block-secret',
    'finding',
    'block',
    `${SECRET} && finding.severity in ["critical", "high"]`,
    'What is committed or published with a secret in it cannot be taken back: revoking it is cheap now and dear later.',
  ],
  [
    'warn-vulnerability',
    'finding',
    'warn',
    'finding.advisory.id != ""',
    'Every other known vulnerability, whether nobody has rated it, no fix exists or it is deep in the tree: shown, not blocking.',
  ],
  [
    'warn-affected-range',
    'finding',
    'warn',
    'finding.range.admits == "all" || finding.range.malicious',
    'Whatever version an installer picks for this requirement is affected, or one of them is malware.',
  ],
  [
    'warn-elsewhere',
    'finding',
    'warn',
    'finding.range.requirement == "" && finding.severity in ["critical", "high", "medium", "unknown"]',
    'Findings of other rules that are medium or worse, or that nobody has rated.',
  ],
  ['block-without-advisory-data', 'coverage', 'block', NO_DATA, NO_DATA_REASON],
  [
    'warn-old-advisory-data',
    'coverage',
    'warn',
    'coverage.data == "database" && coverage.ageDays > 7',
    'Advisories are published every day; data older than a week misses what attackers already read.',
  ],
  ['warn-starter-data', 'coverage', 'warn', STARTER, STARTER_REASON],
  KEV_BLINDNESS,
]

const STRICT: readonly Written[] = [
  MALWARE,
  MALICIOUS_BEHAVIOUR,
  [
    'block-known-exploited',
    'finding',
    'block',
    EXPLOITED,
    'Attackers use this vulnerability today (CISA catalogue), whatever its score.',
  ],
  [
    'block-open-range',
    'finding',
    'block',
    'finding.range.requirement != ""',
    'A requirement that lets an affected version in will install it on some machine some day.',
  ],
  [
    'block-medium-and-above',
    'finding',
    'block',
    'finding.severity in ["critical", "high", "medium"]',
    'Medium and above, fixed or not: what has no fix needs a waiver with an owner and an end.',
  ],
  [
    'block-unrated',
    'finding',
    'block',
    'finding.severity == "unknown"',
    'Nobody has rated it; that is not the same as harmless.',
  ],
  ['warn-low', 'finding', 'warn', 'finding.severity == "low"', 'Low findings are shown, not blocking.'],
  [
    'block-unpinned',
    'component',
    'block',
    'component.origin == "registry" && component.versionKind != "exact"',
    'Without an exact version two installations differ, and nobody can say what was checked.',
  ],
  ['block-without-advisory-data', 'coverage', 'block', NO_DATA, NO_DATA_REASON],
  [
    'block-old-advisory-data',
    'coverage',
    'block',
    'coverage.data == "database" && coverage.ageDays > 3',
    'Advisories for malware and exploited vulnerabilities matter within days.',
  ],
  ['block-starter-data', 'coverage', 'block', STARTER, STARTER_REASON],
  KEV_BLINDNESS,
]

/** The three presets by name. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  permissive: preset(
    'permissive',
    'Experiments and first contact: stops malware only, shows the worst.',
    false,
    PERMISSIVE,
  ),
  balanced: preset(
    'balanced',
    'The default: stops what is dangerous and can be mended now, shows the rest.',
    false,
    BALANCED,
  ),
  strict: preset('strict', 'Releases and regulated work: whatever is not known to be fine stops.', true, STRICT),
}

function preset(name: PresetName, doc: string, requireComplete: boolean, written: readonly Written[]): Preset {
  const rules = written.map(([id, on, decision, when, reason]): PolicyRule => ({
    id,
    on,
    when,
    decision,
    paths: [],
    message: '',
    reason,
    origin: { kind: 'preset', preset: name },
  }))
  return { name, doc, requireComplete, rules }
}
