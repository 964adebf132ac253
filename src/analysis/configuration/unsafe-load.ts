import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { compareSeverity, type Severity } from '../../model/severity.ts'
import { PYTHON_FILES, pythonOf } from './python/python-code.ts'
import { type UnsafeLoad, unsafeLoads } from './python/unsafe-loads.ts'
import { counted, placed, reported } from './report.ts'

/** Python loads data in a way that runs what is written in it. */
export const unsafeLoad: FileRule = {
  id: 'configuration/unsafe-load',
  title: 'Python loads data in a way that runs code written in it.',
  severity: 'medium',
  why: 'pickle, and everything built on it (torch.load without weights_only, joblib, dill, pandas.read_pickle, numpy with allow_pickle), and YAML with the full loader call whatever function the data names. Who can write the file, or stands between it and its server, runs code in this program. Models with such code are found on model hubs every week.',
  fix: 'Load weights from safetensors, or with torch.load(weights_only=True) on torch 2.6 or later; tables from Parquet, settings with yaml.safe_load; where a pickle cannot be avoided, check its hash or signature before it is opened.',
  references: [
    'https://docs.python.org/3/library/pickle.html',
    'https://docs.pytorch.org/docs/stable/notes/serialization.html',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-32434',
    'https://cwe.mitre.org/data/definitions/502.html',
    'https://atlas.mitre.org/techniques/AML.T0011.000',
  ],
  files: PYTHON_FILES,
  async *inspect(file) {
    const code = await pythonOf(file)
    if (code === undefined) return
    const found = unsafeLoads(code.module)
    for (const [, group] of Map.groupBy(found, ({ sink }) => sink.family)) yield observed(file.path, group, code.locate)
  },
}

type Locate = NonNullable<Awaited<ReturnType<typeof pythonOf>>>['locate']

function observed(path: string, group: readonly UnsafeLoad[], locate: Locate): Observation {
  const sorted = group.toSorted((a, b) => compareSeverity(severityOf(a), severityOf(b)))
  const [worst] = sorted
  if (worst === undefined) throw new RangeError('a group is never empty')
  const { sink } = worst
  const severity = severityOf(worst)
  const download = worst.origin.kind === 'download' ? ` What is loaded comes from ${worst.origin.through}.` : ''
  const more = group.length > 1 ? ` ${counted(group.length, 'place')} in this file.` : ''
  const observation = reported({
    severity,
    title: `${worst.called} ${sink.says}${worst.origin.kind === 'download' ? ', and the data is fetched' : ''}`,
    message: `${sink.why}${download}${more}`,
    because: BECAUSE[worst.origin.kind],
    confidence: worst.origin.kind === 'download' ? 'high' : worst.explicit ? 'medium' : 'low',
    evidence: sorted.map(({ use, called }) => placed(locate(use), called)),
    fix: { text: sink.fix, ...(sink.edit === undefined ? {} : { remedy: { edit: sink.edit, file: path } }) },
    identity: `${path} ${sink.family}`,
  })
  return sink.family === 'torch' ? { ...observation, model: TORCH } : observation
}

const BECAUSE = {
  download: 'the result of the download reaches the call in this file',
  constant: 'the call is written so; the data lies at a path that is written out',
  unknown: 'the call is written so; where the data comes from is not told in this file',
  roundtrip: 'the call is written so',
} as const

const LOWER: Readonly<Partial<Record<Severity, Severity>>> = { high: 'medium', medium: 'low' }

/** Data from the network is what attackers can reach; an unset default is safe in new versions. */
function severityOf({ origin, explicit }: UnsafeLoad): Severity {
  const severity = origin.kind === 'download' ? 'high' : explicit ? 'medium' : 'low'
  return explicit || severity === 'low' ? severity : (LOWER[severity] ?? severity)
}

/** Which torch the project locks decides: the engine compares and says so. */
const TORCH: NonNullable<Observation['model']> = {
  kind: 'code/torch-load',
  when: 'on-load',
  globals: ['torch.load'],
  cwes: ['CWE-502'],
  atlas: ['AML.T0011.000'],
  exposure: [{ cve: 'CVE-2025-32434', package: 'torch', affected: 'unknown', fixed: '2.6.0' }],
}
