import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts } from '../artefact-facts.ts'
import { bounded, change, quoted } from './change.ts'
import { comparableArtefacts } from './comparable-files.ts'
import type { ReleaseView } from './release-view.ts'

/** Commands that the package puts on the path and did not, above all those that stand in for somebody else's. */
export function commandChanges(before: ReleaseView, after: ReleaseView): readonly ReleaseChange[] {
  const both = comparableArtefacts(before, after)
  const known = new Set(both.before.flatMap(commandsOf).map(({ name }) => name))
  const added = new Map(both.after.flatMap(commandsOf).map((one) => [one.name, one]))
  const own = new Set(both.after.flatMap(({ manifest }) => manifest?.name.toLowerCase() ?? []))
  const changes = [...added.values()]
    .filter(({ name }) => !known.has(name))
    .map(({ name, target }) => {
      const foreign = FOREIGN.has(name.toLowerCase()) && !own.has(name.toLowerCase())
      const whose = foreign ? ', the name of a program of others' : ''
      return change(
        'command',
        name,
        `the command ${quoted(name)}${whose} is new; it starts ${quoted(target)}`,
        foreign ? SHADOWS : NEW,
      )
    })
  return bounded(changes, 'new commands')
}

const NEW = 0.06
const SHADOWS = 0.6

/** Programs that people and scripts start by name: whoever stands before them on the path is run in their place. */
const FOREIGN: ReadonlySet<string> = new Set(
  'node npm npx pnpm yarn bun deno corepack python python3 pip pip3 pipx uv uvx poetry conda git gh ssh scp curl wget sudo su sh bash zsh ls cat cd cp mv rm grep sed awk find env test make cmake gcc cc docker podman kubectl helm terraform aws gcloud az claude gemini codex cursor code'.split(
    ' ',
  ),
)

function commandsOf({ manifest }: ArtefactFacts): NonNullable<ArtefactFacts['manifest']>['commands'] {
  return manifest?.commands ?? []
}
