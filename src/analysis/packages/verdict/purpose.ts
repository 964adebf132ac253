import { hostOf } from '../known-places.ts'
import type { ArtefactFacts, PackageManifest } from '../artefact-facts.ts'
import { registrableName } from './host-words.ts'

/**
 * What the package says it is for: its name, description, commands and links. An attacker writes them as he likes, so they weaken only
 * what is done when somebody calls it, and never a theft.
 */
export interface Purpose {
  /** Words of its name, without those that say nothing (`node`, `client`, `sdk`). */
  readonly words: readonly string[]
  /** Registrable names of its links and of its people's addresses, without those of forges and mail providers. */
  readonly hosts: ReadonlySet<string>
  /** Its name, description and commands, lower case, at most 8 KiB. */
  readonly text: string
}

/** The purpose of a release, from the manifests of all its artefacts. */
export function purposeOf(artefacts: readonly ArtefactFacts[]): Purpose {
  const manifests = artefacts.flatMap(({ manifest }) => manifest ?? [])
  return {
    words: [...new Set(manifests.flatMap(({ name }) => nameWords(name)))],
    hosts: new Set(manifests.flatMap(hostsOf)),
    text: manifests
      .map(({ name, description, commands }) => [name, description, ...commands.map((one) => one.name)].join(' '))
      .join(' ')
      .toLowerCase()
      .slice(0, MOST_TEXT),
  }
}

const MOST_TEXT = 8192
const MOST_LINKS = 200

/** Words of a name that say nothing of whose it is. */
const EMPTY_WORDS = new Set(
  'js ts py node python nodejs client clients sdk api core util utils cli lib libs tool tools test tests data http https web app apps dev type types plugin plugins react server service services common shared base package packages module install installer wrapper simple fast easy async open auth hub'.split(
    ' ',
  ),
)

/** The words of a name: `@sentry/node` is `sentry`, `huggingface_hub` is `huggingface`. */
function nameWords(name: string): readonly string[] {
  const words = name
    .slice(0, 300)
    .toLowerCase()
    .split(/[^a-z\d]+/)
  return words.filter((word) => word.length > 2 && !EMPTY_WORDS.has(word))
}

/** Everybody's hosts: that a package lies there says nothing. */
const SHARED =
  /^(?:github|gitlab|bitbucket|sourceforge|codeberg|gitee|readthedocs|githubusercontent|google|gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|proton|protonmail|pm|qq|163|126|mail|gmx|web|yandex|users|t|twitter|x|discord|telegram|slack|opencollective|patreon|paypal|linkedin|medium)\./

function hostsOf({ links, people }: PackageManifest): readonly string[] {
  const addresses = links.slice(0, MOST_LINKS).flatMap(({ address }) => hostOf(address) ?? [])
  const mails = people
    .slice(0, MOST_LINKS)
    .flatMap((person) => /@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})/.exec(person)?.[1] ?? [])
  return [...addresses, ...mails].map(registrableName).filter((host) => !SHARED.test(host))
}
