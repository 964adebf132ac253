import { excerpt } from '../../base/escape.ts'
import type { Severity } from '../../model/severity.ts'
import type { ContainerNote } from './containers/container-event.ts'
import type { ModelObservation } from './observation.ts'

interface NoteMeaning {
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly cwe: string
}

/** What the notes of the container readers mean to somebody who is about to load the file. */
const MEANINGS: Readonly<Record<ContainerNote['kind'], NoteMeaning>> = {
  'not-inspected': {
    severity: 'medium',
    title: 'A part of the file was not inspected',
    why: 'What was not looked at may hold anything.',
    fix: 'Unpack it by hand in a sandbox and scan what comes out; do not load it as it is.',
    cwe: 'CWE-693',
  },
  disagreement: {
    severity: 'high',
    title: 'Two readers of the archive see two different things',
    why: 'A scanner that follows one view calls the file clean while the loader follows the other.',
    fix: 'Do not load it; ask its author for a file written by the library itself.',
    cwe: 'CWE-436',
  },
  damage: {
    severity: 'medium',
    title: 'The archive is damaged',
    why: 'Strict readers stop here, lenient loaders go on: what they load is not what was checked.',
    fix: 'Fetch it anew and compare the digest.',
    cwe: 'CWE-354',
  },
  unusual: {
    severity: 'low',
    title: 'The archive holds something that no model needs',
    why: 'Links, devices, paths that lead outside and bytes behind the end are how archives do more than they show.',
    fix: 'Look at the place named before unpacking it.',
    cwe: 'CWE-59',
  },
}

/** A note of a container reader as an observation. */
export function observeNote(note: ContainerNote): ModelObservation {
  const meaning = MEANINGS[note.kind]
  return {
    id: note.kind === 'not-inspected' ? 'container/not-inspected' : `container/${note.kind}`,
    severity: meaning.severity,
    title: meaning.title,
    why: `${meaning.why} Seen: ${excerpt(note.message, 200)} (${note.code}).`,
    where: {
      ...(note.path.length === 0 ? {} : { inside: note.path.join(' > ') }),
      ...(note.byte === undefined ? {} : { byte: note.byte }),
    },
    cwe: meaning.cwe,
    fix: meaning.fix,
  }
}
