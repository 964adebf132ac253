import { withoutAffix } from './affixes.ts'
import { editDistance, mostEdits } from './edit-distance.ts'
import { homoglyphFold } from './homoglyphs.ts'
import type { NameForms } from './name-forms.ts'
import { joinedText, type NameIndex } from './name-index.ts'
import type { Resemblance } from './resemblance.ts'

/**
 * What a scoped name resembles: a popular scope whose name is near its own. Nothing within a popular scope, since only its owner
 * publishes there, and nothing where just the part behind the slash is a popular name: that is what forks look like.
 */
export function* scopeCandidates({ scope = '', base }: NameForms, index: NameIndex): Generator<Resemblance> {
  if (index.scopes.best.has(scope)) return
  for (const [popular, how] of nearScopes(scope, index)) {
    const twin = index.numbers.get(`@${popular}/${base}`)
    const number = twin ?? index.scopes.best.get(popular) ?? 0
    yield { kind: 'scope', trait: 'scope', number, distance: how.distance, how: how.text }
  }
}

interface How {
  readonly distance: number
  readonly text: string
}

function nearScopes(scope: string, index: NameIndex): ReadonlyMap<string, How> {
  const { scopes } = index
  const found = new Map<string, How>()
  const note = (popular: string | undefined, distance: number, what: string): void => {
    if (popular !== undefined && !found.has(popular))
      found.set(popular, { distance, text: `has a scope that ${what} that of $` })
  }
  note(scopes.bare.get(joinedText(scope)), 0, 'differs in separators from')
  note(scopes.folded.get(homoglyphFold(joinedText(scope))), 0, 'looks like')
  for (const rest of withoutAffix(scope.split(/[-_.]/))) note(scopes.bare.get(rest), 1, 'adds a word to')
  for (const number of scopes.near(scope)) {
    const popular = scopes.names[number] ?? ''
    const most = mostEdits(Math.min(scope.length, popular.length))
    const distance = most === 0 ? undefined : editDistance(scope, popular, most)
    if (distance !== undefined) note(popular, distance, distance === 1 ? 'is one edit from' : 'is two edits from')
  }
  return found
}
