import { excerpt } from '../../base/escape.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Observation } from '../../model/finding.ts'
import type { ShardIndexClue, WeightsClue } from '../../model/model-clue.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { BomRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import { pathEscape } from './file-reference.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** The index of sharded weights and the shards say different things. */
export const shardIndex: BomRule = {
  id: 'models/shard-index',
  title: 'The index of sharded weights and the shards say different things.',
  severity: 'medium',
  why: 'Loaders open the files that the index names and take from each the tensors it names there. A name that leaves the folder opens a file of the machine; a shard that is not there has not been looked at; tensors that only one side knows mean that what was published is not what is loaded.',
  fix: 'Fetch the repository again at a commit you know, and compare digests; write the shards anew with the library if they still disagree.',
  references: ['https://cwe.mitre.org/data/definitions/22.html', 'https://cwe.mitre.org/data/definitions/345.html'],
  *inspect(bom) {
    for (const dossier of bom.models) {
      for (const clue of dossier.clues) if (clue.kind === 'shard-index') yield* compare(dossier, clue)
    }
  },
}

function* compare({ model, clues }: ModelDossier, index: ShardIndexClue): Iterable<Observation> {
  const folder = index.path.slice(0, index.path.lastIndexOf('/') + 1)
  const weights = new Map(clues.flatMap((clue) => (clue.kind === 'weights' ? [[clue.path, clue] as const] : [])))
  const say = (what: Disagreement): Observation => finding(model, index, what)
  const outside = index.shards.filter(({ file }) => pathEscape(file) !== undefined)
  const inside = index.shards.filter(({ file }) => pathEscape(file) === undefined)
  if (outside.length > 0) yield say(leaves(outside.map(({ file }) => file)))
  const missing = inside.filter(({ file }) => !weights.has(`${folder}${file}`))
  if (missing.length > 0) yield say(absent(missing.map(({ file }) => file)))
  if (index.repeated.length > 0) yield say(repeated(index.repeated))
  for (const { file, tensors } of inside) {
    const shard = weights.get(`${folder}${file}`)
    if (shard !== undefined) yield* disagreements(shard, new Set(tensors)).map(say)
  }
}

interface Disagreement {
  readonly kind: string
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly because: string
  readonly evidence: readonly Evidence[]
  readonly cwe: string
}

function finding(model: ModelDossier['model'], index: ShardIndexClue, what: Disagreement): Observation {
  return repositoryFinding(model, {
    ...what,
    title: `${nameOf(model)}: ${what.title}`,
    evidence: [{ location: index.location, note: 'the index' }, ...what.evidence],
    fix: 'Do not load it; fetch the repository again at a commit you know, and compare digests.',
    when: 'on-load',
    subject: `${index.path} ${what.title}`,
  })
}

function leaves(files: readonly string[]): Disagreement {
  return {
    kind: 'repository/shard-outside',
    severity: 'high',
    title: 'the index names files outside the folder of the model',
    message: `A loader that joins the name to the folder opens ${listed(files)}, a file of the machine it runs on.`,
    because: 'the index holds the path',
    evidence: [],
    cwe: 'CWE-22',
  }
}

function absent(files: readonly string[]): Disagreement {
  return {
    kind: 'repository/shard-missing',
    severity: 'medium',
    title: `${files.length === 1 ? 'a shard is' : `${files.length} shards are`} not there`,
    message: `${listed(files)} could not be looked at. A loader with network access may fetch what is missing at that moment.`,
    because: 'no such file of weights stands in the folder',
    evidence: [],
    cwe: 'CWE-353',
  }
}

function repeated(tensors: readonly string[]): Disagreement {
  return {
    kind: 'repository/shard-repeated',
    severity: 'medium',
    title: 'the index names tensors twice',
    message: `${listed(tensors)}: readers differ on which of two equal keys counts, so two tools load two different models.`,
    because: 'the keys stand twice in the JSON text',
    evidence: [],
    cwe: 'CWE-436',
  }
}

function disagreements(shard: WeightsClue, expected: ReadonlySet<string>): readonly Disagreement[] {
  const names = shard.tensors?.names
  if (names === undefined) return []
  const there = new Set(names)
  const missing = [...expected].filter((name) => !there.has(name))
  const more = names.filter((name) => !expected.has(name))
  const evidence = [{ location: { path: shard.path }, note: `${names.length} tensors` }]
  const file = shard.path.slice(shard.path.lastIndexOf('/') + 1)
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            kind: 'repository/shard-lacks',
            severity: 'medium' as const,
            title: `${excerpt(file, 80)} lacks tensors that the index promises`,
            message: `${listed(missing)} would be left at random values, or the loading fails.`,
            because: 'the header of the shard was read',
            evidence,
            cwe: 'CWE-353',
          },
        ]),
    ...(more.length === 0
      ? []
      : [
          {
            kind: 'repository/shard-surplus',
            severity: 'low' as const,
            title: `${excerpt(file, 80)} holds tensors that the index does not name`,
            message: `${listed(more)} are data that loaders of the whole model never look at.`,
            because: 'the header of the shard was read',
            evidence,
            cwe: 'CWE-345',
          },
        ]),
  ]
}

const MOST_NAMED = 3

function listed(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  return `${names
    .slice(0, MOST_NAMED)
    .map((name) => excerpt(name, 100))
    .join(', ')}${more}`
}
