import type { ShellWord } from '../../formats/shell-syntax.ts'
import { excerpt } from '../python/extraction-builder.ts'
import {
  firstOperand,
  has,
  optionSyntax,
  type ParsedArguments,
  parseArguments,
  valuesOf,
} from '../../formats/shell-arguments.ts'
import type { Invocation } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'
import { channelOrigin, readCondaPackage } from './conda-package.ts'
import { includeFile } from './named-file.ts'
import { reportUnknownOptions } from './unknown-option.ts'

/** conda 24, mamba 2 and micromamba 2: `install`, `create`, `update`, `env create`, `env update`. */
const CONDA = optionSyntax(
  '--name,-n= --prefix,-p= --channel,-c= --file= --revision= --solver,--experimental-solver= --experimental= --repodata-fn= --subdir,--platform=',
  '--clone= --use-local --override-channels --strict-channel-priority --channel-priority --no-channel-priority --no-deps',
  '--only-deps --no-pin --copy --no-shortcuts --shortcuts-only= --shortcuts --use-index-cache,-C --insecure,-k --offline --json --console=',
  '--quiet,-q --verbose,-v --dry-run,-d --yes,-y --download-only --show-channel-urls --force-reinstall --freeze-installed',
  '--update-deps --satisfied-skip-solve,-S --update-all,--all --update-specs --clobber --dev --no-default-packages',
  '--force --prune --mkdir --default-packages --help,-h --no-update-deps --environment-specifier,--env-spec,--format= --override-frozen',
  '--root-prefix,-r= --rc-file= --no-rc --no-env --category= --channel-alias= --ssl-verify= --cacert-path= --log-level=',
  '--relocate-prefix= --lockfile-timeout= --extra-safety-checks --no-pyc --allow-softlinks --always-softlink',
  '--always-copy --safety-checks= --no-py-pin --pyc --retry-clean-cache --repodata-ttl= --experimental-sharded-repodata',
  '--download-threads= --extract-threads= --no-extra-safety-checks --trusted-channels= --verify-artifacts --lock --no-lock',
)
/** `-f` is a file to mamba, micromamba and `conda env`; to old `conda install` it was `--force`. */
const WITH_FILE = optionSyntax(
  [...CONDA].map(([name, rule]) => `${name}${rule.takesValue ? '=' : ''}`).join(' '),
  '-f=',
)
const WITH_FORCE = optionSyntax(
  [...CONDA].map(([name, rule]) => `${name}${rule.takesValue ? '=' : ''}`).join(' '),
  '-f',
)

const INSTALLING: ReadonlySet<string> = new Set(['install', 'create', 'update', 'upgrade'])

/** `conda|mamba|micromamba install|create|update|env create …`. */
export function readConda(invocation: Invocation, site: CommandSite): void {
  const place = firstOperand(invocation.words, CONDA)
  const command = invocation.words[place]?.text ?? ''
  const rest = [...invocation.words.slice(0, place), ...invocation.words.slice(place + 1)]
  if (command === 'env') return readEnvironmentCommand({ ...invocation, words: rest }, site)
  if (!INSTALLING.has(command)) return
  const parsed = parseArguments(rest, invocation.program === 'conda' ? WITH_FORCE : WITH_FILE)
  if (has(parsed, '--clone')) return
  reportUnknownOptions(parsed, site)
  const channels = valuesOf(parsed, '--channel', '-c').flatMap(channelNames)
  for (const word of parsed.operands) recordCondaPackage(word, channels, site)
  for (const word of valuesOf(parsed, '--file', '-f')) includeSpecFile(word, invocation, site)
}

/** Records one MatchSpec of a command line. */
export function recordCondaPackage(word: ShellWord, channels: readonly string[], site: CommandSite): void {
  const known = word.unknown[0]?.start
  const read = readCondaPackage(
    known === undefined ? word.text : word.text.slice(0, known),
    channels,
    site.recorder.limits,
  )
  if (known !== undefined) {
    const message = `expected a package with its version, found ${excerpt(word.text)}, which only the run can tell`
    site.recorder.partial(message, site.locate(word.original(known)))
  }
  if (read.kind === 'claims')
    return addCondaPackage(word, known === undefined ? read.claims : unsettled(read.claims, word, known), site)
  if (known === undefined) {
    site.recorder.partial(
      `expected ${read.expected}, found ${excerpt(word.text)}`,
      site.locate(word.original(read.offset)),
    )
  }
  if (read.name === undefined) return
  const claims = {
    name: read.name,
    version: { kind: 'unstated' },
    origin: channelOrigin(channels),
    offset: 0,
    integrity: [],
  } as const
  addCondaPackage(word, claims, site)
}

type Claims = Extract<ReturnType<typeof readCondaPackage>, { kind: 'claims' }>['claims']

/** `numpy=$VERSION` names its package; `$PREFIX-numpy` and `numpy$SUFFIX` do not. */
function unsettled(claims: Claims, word: ShellWord, known: number): Claims {
  const isNameWhole = /[=<>!~\s]/.test(word.text.slice(0, known))
  return { ...claims, name: isNameWhole ? claims.name : '', version: { kind: 'unstated' }, offset: 0 }
}

function addCondaPackage(word: ShellWord, claims: Claims, site: CommandSite): void {
  // The diagnostic for it stands already.
  if (claims.name === '') return
  site.recorder.add({
    ecosystem: 'conda',
    name: claims.name,
    version: claims.version,
    origin: claims.origin,
    role: 'installs',
    scope: site.scope,
    groups: site.groups,
    direct: 'yes',
    location: site.locate(word.original(claims.offset)),
    text: word.text,
    integrity: claims.integrity,
  })
}

function readEnvironmentCommand(invocation: Invocation, site: CommandSite): void {
  const place = firstOperand(invocation.words, WITH_FILE)
  const command = invocation.words[place]?.text ?? ''
  if (command !== 'create' && command !== 'update') return
  const rest = [...invocation.words.slice(0, place), ...invocation.words.slice(place + 1)]
  const parsed: ParsedArguments = parseArguments(rest, WITH_FILE)
  reportUnknownOptions(parsed, site)
  for (const word of valuesOf(parsed, '--file', '-f')) includeSpecFile(word, invocation, site)
}

function includeSpecFile(word: ShellWord, invocation: Invocation, site: CommandSite): void {
  const extractor = /\.ya?ml$/i.test(word.text) ? 'conda/environment' : 'conda/package-list'
  includeFile(word, { role: 'requires', extractor }, invocation, site)
}

function channelNames(word: ShellWord): readonly string[] {
  return word.unknown.length > 0 ? [] : word.text.split(',')
}
