import { sha256 } from '../../base/digest.ts'
import { excerpt } from '../../base/escape.ts'
import type { Location } from '../../model/location.ts'
import type { TemplateClue } from '../../model/model-clue.ts'

/** Real chat templates have up to about 30 kB. */
const KEPT = 65_536

/** A chat template as a fact: line ends are made equal, because tools change them when they copy it. */
export function templateClue(name: string, written: string, location: Location): TemplateClue {
  const text = written.replace(/\r\n?/g, '\n').trimEnd()
  return {
    kind: 'template',
    path: location.path,
    name: excerpt(name, 80),
    digest: sha256().update(text.toWellFormed()).digest('hex'),
    text: text.slice(0, KEPT).toWellFormed(),
    location,
  }
}
