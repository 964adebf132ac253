import type { Observation } from '../../model/finding.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { RemoteCode } from '../../model/model-clue.ts'
import type { BomRule } from '../../model/rule.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** A model brings Python that loaders run when they are told to trust it. */
export const remoteCode: BomRule = {
  id: 'models/remote-code',
  title: 'A model brings Python that loaders run when they are told to trust it.',
  severity: 'medium',
  why: 'With trust_remote_code=True a loader imports the files that auto_map names, with all its rights. Where they lie in another repository, whoever owns that one decides what runs, on any day, since no revision is named. Serving software has imported such code without being told to trust it (CVE-2025-66448).',
  fix: 'Load it without trust_remote_code where the library knows the architecture; otherwise read the files, copy them to where you control them, and pin revision and code_revision to the commit you have read.',
  references: [
    'https://huggingface.co/docs/transformers/custom_models',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-66448',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  *inspect(bom) {
    for (const dossier of bom.models) if (dossier.model.remoteCode.length > 0) yield* remoteCodeOf(dossier)
  },
}

/** vLLM imported such code without being told to trust it. */
const RUN_UNASKED = ['CVE-2025-66448', 'CVE-2026-22807', 'CVE-2026-27893']

function* remoteCodeOf({ model, clues }: ModelDossier): Iterable<Observation> {
  const read = new Set(clues.filter(({ kind }) => kind === 'code').map(({ path }) => path))
  const elsewhere = Map.groupBy(model.remoteCode, ({ repository }) => repository)
  for (const [repository, code] of elsewhere) {
    if (repository !== undefined) yield foreign(model, repository, code)
  }
  const own = elsewhere.get(undefined) ?? []
  const [known, strange] = [own.filter(({ path }) => path !== undefined), own.filter(({ path }) => path === undefined)]
  if (known.length > 0) yield local(model, known, read)
  if (strange.length > 0) yield unusual(model, strange)
}

function foreign(model: ModelDossier['model'], repository: string, code: readonly RemoteCode[]): Observation {
  return repositoryFinding(model, {
    kind: 'repository/foreign-code',
    severity: 'high',
    title: `${nameOf(model)} runs code of ${repository} when it is trusted`,
    message: `${targets(code)} come from the repository ${repository}, which was not scanned: they are fetched when the model is loaded with trust_remote_code, at whatever revision stands there then.`,
    because: 'the configuration names the other repository',
    evidence: code.map(evidenceOf),
    fix: `Read the code of ${repository}, copy it beside the model or pin code_revision to the commit you have read, and load the model without trust_remote_code where the library knows the architecture.`,
    when: 'with-trust',
    cwe: 'CWE-829',
    cves: RUN_UNASKED,
    subject: repository,
  })
}

function local(model: ModelDossier['model'], code: readonly RemoteCode[], read: ReadonlySet<string>): Observation {
  const missing = [...new Set(code.flatMap(({ path }) => (path === undefined || read.has(path) ? [] : [path])))]
  const unread =
    missing.length === 0
      ? 'What the files do was looked at: see the findings of models/repository-code.'
      : `${missing.join(', ')} could not be read here, so nothing is known of what they do.`
  return repositoryFinding(model, {
    kind: 'repository/own-code',
    severity: missing.length === 0 ? 'low' : 'medium',
    title: `${nameOf(model)} runs code of its own repository when it is trusted`,
    message: `${targets(code)} are imported from the folder of the model when it is loaded with trust_remote_code. ${unread}`,
    because: 'the configuration names the files',
    evidence: code.map(evidenceOf),
    fix: 'Load it without trust_remote_code where the library knows the architecture; otherwise pin revision to the commit whose code you have read.',
    when: 'with-trust',
    cwe: 'CWE-829',
    cves: RUN_UNASKED,
    subject: 'own',
  })
}

/** transformers takes exactly one module and one class; anything else is an attempt at something, or a mistake. */
function unusual(model: ModelDossier['model'], code: readonly RemoteCode[]): Observation {
  return repositoryFinding(model, {
    kind: 'repository/unusual-code',
    severity: 'medium',
    title: `${nameOf(model)} names code in a form that loaders do not expect`,
    message: `${targets(code)}: expected a module and a class, as in "modeling_x.Model". Where a loader makes a path of it, it may leave the folder of the model.`,
    because: 'the configuration says so',
    evidence: code.map(evidenceOf),
    fix: 'Do not load it with trust_remote_code; ask the author what it is for.',
    when: 'with-trust',
    cwe: 'CWE-22',
    subject: 'unusual',
  })
}

const MOST_NAMED = 5

function targets(code: readonly RemoteCode[]): string {
  const named = [...new Set(code.map(({ target }) => target))]
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : ''
  return `${named.slice(0, MOST_NAMED).join(', ')}${more}`
}

function evidenceOf({ loader, target, location }: RemoteCode): Observation['evidence'][number] {
  return { location, note: `${loader} is ${target}` }
}
