import type { WeightsClue } from '../../model/model-clue.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** Weights are there as safetensors, and once more in a format that can run code. */
export const pickleTwin: BomRule = {
  id: 'models/pickle-twin',
  title: 'Weights are there as safetensors, and once more in a format that can run code.',
  severity: 'low',
  why: 'A reviewer looks at the safetensors file, and a loader that is older, or is told use_safetensors=False, opens the pickle beside it. Nothing says that the two hold the same weights.',
  fix: 'Delete the pickled copy, or download with a filter that leaves it out.',
  references: ['https://huggingface.co/docs/safetensors', 'https://cwe.mitre.org/data/definitions/502.html'],
  *inspect(bom) {
    // A file for itself has no twin: of two thousand such models nothing is made.
    for (const { model, clues } of bom.models) if (clues.length > 1) yield* twins(model, clues)
  },
}

function* twins(model: ModelDossier['model'], clues: ModelDossier['clues']): Iterable<Observation> {
  const weights = clues.filter((clue): clue is WeightsClue => clue.kind === 'weights')
  for (const [folder, files] of Map.groupBy(weights, ({ path }) => path.slice(0, path.lastIndexOf('/') + 1))) {
    const safe = files.filter(({ format }) => format === 'safetensors')
    const unsafe = files.filter(({ executable, path }) => executable && isWeights(path))
    const [first] = unsafe
    if (safe.length === 0 || first === undefined) continue
    yield repositoryFinding(model, {
      kind: 'repository/pickle-twin',
      severity: 'low',
      title: `${nameOf(model)} is there as safetensors and as ${first.format}`,
      message: `${named(unsafe)} can run code when loaded, and ${named(safe)} cannot. Which one is opened depends on the loader and its options.`,
      because: 'both were seen, by their first bytes',
      evidence: [...unsafe, ...safe].slice(0, 10).map(({ path, format }) => ({ location: { path }, note: format })),
      fix: `Delete ${named(unsafe)}, or leave such files out when downloading.`,
      when: 'on-load',
      cwe: 'CWE-502',
      subject: folder,
    })
  }
}

/** Files in the same folder that are no copy of the weights: what trainers leave (training_args.bin, optimizer.pt, scheduler.pt). */
function isWeights(path: string): boolean {
  return !/(?:^|\/)(?:training_args|optimizer|scheduler|scaler|rng_state[^/]*)\.(?:bin|pt|pth)$/.test(path)
}

function named(files: readonly WeightsClue[]): string {
  const [first] = files
  const name = first?.path.slice(first.path.lastIndexOf('/') + 1) ?? ''
  return files.length === 1 ? name : `${name} and ${files.length - 1} more`
}
