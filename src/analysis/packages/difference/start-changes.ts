import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { FileFacts } from '../artefact-facts.ts'
import { bounded, change, fileLocation, quoted } from './change.ts'
import type { ComparedFiles } from './comparable-files.ts'
import { isKnownStart } from './known-start-files.ts'

/** Files that run with every start of the interpreter, new or with other bytes: `.pth` (litellm 1.82.8), `sitecustomize.py`. */
export function startChanges({ before, after }: ComparedFiles): readonly ReleaseChange[] {
  const had = [...before.values()].some(isStarted)
  const changes = [...after].flatMap(([path, file]) => {
    const old = before.get(path)
    if (!isStarted(file) || old?.sha256 === file.sha256) return []
    const what = old === undefined ? 'is new' : 'has changed'
    const weight = old !== undefined ? CHANGED : had ? ANOTHER : NEW
    const text = `${quoted(file.path)}, which runs with every start of Python, ${what}`
    return [change('path-configuration', file.path, text, weight, fileLocation(file.path))]
  })
  return bounded(changes, 'files that run with every start of Python')
}

/** None of 74 ordinary updates of wheels brought or changed one. */
const NEW = 0.8
const ANOTHER = 0.6
const CHANGED = 0.3

function isStarted({ kind, role, sha256 }: FileFacts): boolean {
  return (kind === 'path-configuration' || role === 'start') && !isKnownStart(sha256)
}
