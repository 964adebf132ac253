import { excerpt } from '../../base/escape.ts'
import type { Observation } from '../../model/finding.ts'
import type { TemplateClue } from '../../model/model-clue.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { BomRule } from '../../model/rule.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** A chat template is not the one of the model it was made from. */
export const templateDiffers: BomRule = {
  id: 'models/template-differs',
  title: 'A chat template is not the one of the model it was made from.',
  severity: 'medium',
  why: 'A chat template decides what the model sees of every message. A quantised or fine-tuned copy whose template differs from that of its base, or two templates in one repository, is where instructions have been hidden that no user wrote: they act only when a message fits, and no test of the weights finds them.',
  fix: 'Compare the two texts; take the template of the base model unless the change is explained.',
  references: ['https://cwe.mitre.org/data/definitions/1427.html', 'https://atlas.mitre.org/techniques/AML.T0051'],
  *inspect(bom) {
    const speaking = bom.models.filter(({ clues }) => clues.some(({ kind }) => kind === 'template'))
    const byName = namesOf(speaking)
    for (const dossier of speaking) {
      yield* withinRepository(dossier)
      yield* againstBase(dossier, byName)
    }
  },
}

/** Every name under which another model may speak of one: where it was downloaded from, its folder, what it calls itself. */
function namesOf(models: readonly ModelDossier[]): ReadonlyMap<string, readonly ModelDossier[]> {
  const pairs = models.flatMap((dossier) =>
    [dossier.model.name, dossier.model.claims.name ?? '', dossier.model.source?.repository ?? '']
      .filter((name) => name !== '')
      .map((name) => [comparable(name), dossier] as const),
  )
  return new Map([...Map.groupBy(pairs, ([name]) => name)].map(([name, own]) => [name, own.map(([, one]) => one)]))
}

/** `https://host/owner/Name` and `owner/name` are both `name`: folders carry the last part alone. */
function comparable(name: string): string {
  return name
    .replace(/\/+$/, '')
    .slice(name.replace(/\/+$/, '').lastIndexOf('/') + 1)
    .toLowerCase()
}

function* withinRepository({ model, clues }: ModelDossier): Iterable<Observation> {
  const templates = templatesOf(clues)
  for (const [name, own] of Map.groupBy(templates, (template) => template.name)) {
    const [first] = own
    const other = own.find(({ digest }) => digest !== first?.digest)
    if (first === undefined || other === undefined) continue
    yield repositoryFinding(model, {
      kind: 'repository/templates-disagree',
      severity: 'medium',
      title: `${nameOf(model)} holds two different chat templates named ${name}`,
      message: `${first.path} and ${other.path} differ${firstDifference(first.text, other.text)} Which one is used depends on the loader and its version.`,
      because: 'both texts were compared, line ends made equal',
      evidence: [first, other].map(evidenceOf),
      fix: 'Keep one of them, the one whose every line you can explain.',
      when: 'at-inference',
      cwe: 'CWE-436',
      subject: `within ${name}`,
    })
  }
}

function* againstBase(
  dossier: ModelDossier,
  byName: ReadonlyMap<string, readonly ModelDossier[]>,
): Iterable<Observation> {
  const own = templatesOf(dossier.clues)
  for (const base of dossier.model.claims.baseModels) {
    for (const other of byName.get(comparable(base)) ?? []) {
      if (other === dossier) continue
      const theirs = templatesOf(other.clues)
      for (const template of own) {
        const same = theirs.filter(({ name }) => name === template.name)
        const [first] = same
        if (first === undefined || same.some(({ digest }) => digest === template.digest)) continue
        yield changed(dossier, template, first, other)
      }
    }
  }
}

function changed({ model }: ModelDossier, own: TemplateClue, base: TemplateClue, other: ModelDossier): Observation {
  return repositoryFinding(model, {
    kind: 'repository/template-changed',
    severity: 'medium',
    title: `The chat template of ${nameOf(model)} is not that of its base model ${nameOf(other.model)}`,
    message: `${own.path} and ${base.path} differ${firstDifference(base.text, own.text)}`,
    because: 'both texts were compared, line ends made equal',
    evidence: [own, base].map(evidenceOf),
    fix: 'Take the template of the base model unless the change is explained.',
    when: 'at-inference',
    cwe: 'CWE-345',
    subject: `base ${own.path} ${own.name}`,
  })
}

function templatesOf(clues: ModelDossier['clues']): readonly TemplateClue[] {
  return clues.filter((clue): clue is TemplateClue => clue.kind === 'template')
}

/** ` from line 3 on: "{{ a }}" against "{{ b }}".` */
function firstDifference(one: string, other: string): string {
  const [ours, theirs] = [one.split('\n'), other.split('\n')]
  const index = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex(
    (_, at) => ours[at] !== theirs[at],
  )
  if (index < 0) return ' behind their first 65,536 characters.'
  const shown = (line: string | undefined): string => (line === undefined ? 'nothing' : `"${excerpt(line.trim(), 80)}"`)
  return ` from line ${index + 1} on: ${shown(ours[index])} against ${shown(theirs[index])}.`
}

function evidenceOf({ location, name }: TemplateClue): Observation['evidence'][number] {
  return { location, note: `chat template ${name}` }
}
