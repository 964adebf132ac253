import { basename, dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openArtefact } from '../../analysis/packages/contents/open-artefact.ts'
import { type FolderFile, openFolder } from '../../analysis/packages/contents/package-folder.ts'
import { PACKAGE_LIMITS } from '../../analysis/packages/contents/package-limits.ts'
import type { ArtefactEvent } from '../../analysis/packages/contents/artefact-event.ts'
import type { ArtefactFacts, PackageNote } from '../../analysis/packages/artefact-facts.ts'
import { inspectArtefact } from '../../analysis/packages/inspection/inspect-artefact.ts'
import { ContainerBudget } from '../../analysis/models/containers/budget.ts'
import { type YaraMatcher, yaraMatcher } from '../../analysis/packages/yara/yara-matcher.ts'
import { systemClock } from '../../base/clock.ts'
import { isExpected } from '../../base/errors.ts'
import { matchAny } from '../../base/glob.ts'
import { directorySource } from '../../scan/sources/directory.ts'
import type { OpenedFile } from '../../scan/source.ts'
import { walk } from '../../scan/walk.ts'
import type { ArtefactAnswer, ArtefactTask, ArtefactWorkerData } from './artefact-task.ts'
import { sourceDigest } from './source-digest.ts'

const port = parentPort
if (port !== null) {
  const say = (answer: ArtefactAnswer): void => port.postMessage(answer)
  const { yara } = workerData as ArtefactWorkerData
  // Rules are compiled once for each worker: all artefacts of a run have the same.
  const matcher = yara === undefined ? undefined : yaraMatcher(yara)
  port.on('message', async (task: ArtefactTask) => {
    try {
      say({ kind: 'done', facts: await factsOf(task, say, await matcher) })
    } catch (error) {
      if (isExpected(error)) say({ kind: 'failed', code: error.code, message: error.message })
      else say({ kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}

async function factsOf(
  task: ArtefactTask,
  say: (answer: ArtefactAnswer) => void,
  matcher: YaraMatcher | undefined,
): Promise<ArtefactFacts> {
  const { name, limits, ecosystem } = task
  const options = {
    limits,
    ...(ecosystem === undefined ? {} : { ecosystem }),
    ...(matcher === undefined ? {} : { yara: matcher }),
    leaveOut: new Map(
      task.leaveOut.map(({ path, code, message }): [string, PackageNote] => [
        path,
        { kind: 'not-inspected', code, path, message: `${message}; the worker was ended` },
      ]),
    ),
    // Each file, before it: the one that a worker is stuck in must be known.
    onFile: (path: string) => say({ kind: 'at', path }),
  }
  if (task.kind === 'folder') return inspectArtefact(folderEvents(task), name, options)
  const file = await (await directorySource(dirname(task.path), limits)).open(basename(task.path))
  try {
    const digest = task.sha256 ?? (await sourceDigest(file))
    const budget = new ContainerBudget(PACKAGE_LIMITS, systemClock)
    const asked = ecosystem === undefined ? {} : { ecosystem }
    const facts = await inspectArtefact(openArtefact(file, name, budget, asked), name, options)
    return { ...facts, size: file.size, sha256: digest }
  } finally {
    await file.close()
  }
}

async function* folderEvents({ path, limits }: ArtefactTask): AsyncGenerator<ArtefactEvent, void, void> {
  const tree = await directorySource(path, limits)
  const skipped: ArtefactEvent[] = []
  const nothing = matchAny([])
  const { signal } = new AbortController()
  async function* files(): AsyncGenerator<FolderFile, void, void> {
    let last: OpenedFile | undefined
    try {
      for await (const event of walk(tree, { limits, gitignore: false, excluded: nothing, signal })) {
        if (event.kind === 'skipped') {
          skipped.push(noteOf(event.skipped.what, event.skipped.kind, event.skipped.reason))
        } else if (event.kind === 'diagnostic') {
          skipped.push(noteOf(event.diagnostic.location?.path ?? '', 'unreadable', event.diagnostic.message))
        } else {
          await last?.close()
          last = await tree.open(event.path)
          yield { path: event.path, source: last, mode: 0 }
        }
      }
    } finally {
      await last?.close()
    }
  }
  yield* openFolder(files(), () => new ContainerBudget(PACKAGE_LIMITS, systemClock))
  yield* skipped
}

/** What tools keep beside a package is left out on purpose; everything else that was not looked at counts. */
function noteOf(path: string, kind: string, reason: string): ArtefactEvent {
  const isMeant = kind === 'tool' || kind === 'installed' || kind === 'ignored'
  return {
    type: 'note',
    note: { kind: isMeant ? 'unusual' : 'not-inspected', code: `folder-${kind}`, path, message: reason },
  }
}
