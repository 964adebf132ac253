import { factor, type StoryContext, stepOf } from '../context.ts'
import type { DraftStep, StoryDraft } from '../draft.ts'
import type { Seen } from '../evidence.ts'
import { runsByItself } from '../exposure.ts'
import { word } from '../phrases.ts'
import { CAPABILITIES, THREATS } from '../weights.ts'

/**
 * Models in the package that run code when they are loaded (aliyun-ai-labs-*, 2025). Where code of the package loads the model, it happens when that
 * code runs; otherwise it waits for whoever loads it.
 */
export function* loadedModels(context: StoryContext): Iterable<StoryDraft> {
  const evaluations = context.evidence.of('evaluate')
  const models = evaluations.filter(isOfModel)
  if (models.length === 0) return
  const loaders = evaluations.filter((seen) => !isOfModel(seen)).slice(0, MOST_LOADERS)
  for (const [file, parts] of Map.groupBy(models, (seen) => `${seen.artefact}\0${modelFile(seen, models)}`)) {
    const [first] = parts
    if (first !== undefined) yield draft(first, file.slice(file.indexOf('\0') + 1), loaders)
  }
}

const MOST_LOADERS = 500

function isOfModel({ behaviour: { inputs } }: Seen): boolean {
  return inputs.some(({ source, subject }) => source === 'decoded' && subject === 'model')
}

/** `model.pt/archive/data.pkl` is told of `model.pt`. */
function modelFile({ artefact, behaviour: { place } }: Seen, models: readonly Seen[]): string {
  const outer = models
    .slice(0, MOST_LOADERS)
    .find((one) => one.artefact === artefact && place.path.startsWith(`${one.behaviour.place.path}/`))
  return outer?.behaviour.place.path ?? place.path
}

function draft(seen: Seen, path: string, loaders: readonly Seen[]): StoryDraft {
  const { subject } = seen.behaviour
  const name = path.slice(path.lastIndexOf('/') + 1)
  const loader = loaderOf(seen.artefact, name, loaders)
  const calls = `calls ${word(subject, 60)}`
  const steps: readonly DraftStep[] = [
    ...(loader === undefined ? [] : [stepOf(loader, `loads ${word(name, 60)}`)]),
    stepOf(seen, calls),
  ]
  return {
    name: 'runs-hidden-code',
    exposure: loader?.exposure ?? seen.exposure,
    key: `model > ${subject}`,
    artefact: seen.artefact,
    threat: THREATS['decoded-is-run'],
    capability: CAPABILITIES.proven,
    factors: REACHES.test(subject) ? [factor('threat', MODEL_REACHES)] : [],
    ceiling: 'block',
    subjects: ['evaluate', subject],
    paths: [path],
    doubts: loader === undefined ? ['nothing in the package was seen to load the model'] : [],
    tell: () => ({
      sentence:
        loader === undefined
          ? `the model ${word(name, 60)} ${calls} as soon as somebody loads it`
          : `loads a model of the package (${word(name, 60)}), which ${calls}`,
      steps,
    }),
  }
}

/** Nobody saves a model that has to start programs. */
const REACHES =
  /^(?:os|posix|nt|subprocess|builtins|__builtin__|pty|socket|runpy|commands|webbrowser|shutil|ctypes|importlib|urllib|requests|http|asyncio|multiprocessing|code|pip)\b/
const MODEL_REACHES = { value: 1.3, because: 'no model has to reach outside of its interpreter to be loaded' }

function loaderOf(artefact: string, name: string, loaders: readonly Seen[]): Seen | undefined {
  const fits = loaders.filter((one) => one.artefact === artefact && one.behaviour.evidence.includes(name))
  return fits.find(({ exposure }) => runsByItself(exposure)) ?? fits[0]
}
