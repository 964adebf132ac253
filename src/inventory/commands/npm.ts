import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { Scope } from '../../model/package-mention.ts'
import { gitOrigin, localPath, shownAddress } from '../npm/address.ts'
import { type Requirement, requirementOfArgument } from '../npm/requirement.ts'
import { excerpt } from '../python/extraction-builder.ts'
import {
  firstOperand,
  has,
  type OptionSyntax,
  optionSyntax,
  type ParsedArguments,
  parseArguments,
  valuesOf,
} from '../../formats/shell-arguments.ts'
import type { Invocation } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'

/** npm 11: every option that takes a value (`npm help config`), and the short names of the others. */
const NPM = optionSyntax(
  '--access= --audit-level= --auth-type= --before,--enjoy-by= --ca= --cache= --cafile= --call,-c= --cert= --cidr= --cpu= --depth= --diff=',
  '--editor= --fetch-retries= --fetch-retry-factor= --fetch-retry-maxtimeout= --fetch-retry-mintimeout= --fetch-timeout= --git=',
  '--globalconfig= --heading= --https-proxy= --include= --install-strategy= --key= --libc= --local-address= --location,-L=',
  '--lockfile-version= --loglevel= --logs-dir= --logs-max= --maxsockets= --message,-m= --min-release-age= --node-options=',
  '--noproxy= --omit= --only= --os= --otp= --package,-p= --pack-destination= --prefix,-C= --preid= --registry,--reg= --replace-registry-host=',
  '--save-prefix= --scope= --script-shell= --shell= --tag= --umask= --user-agent= --userconfig= --workspace,-w= --allow-scripts=',
  '--save,-S --save-dev,--dev,-D --save-optional,-O --save-prod,-P --save-peer --save-exact,-E --save-bundle,-B --no-save --global,-g --force,-f',
  '--yes,-y --all,-a --long,-l --quiet,-q --silent,-s --verbose,-d --help,-h --version,-v --no,-n --production --legacy-peer-deps',
)
/** pnpm 10 and 11: `add`, `install`, `dlx`. */
const PNPM = optionSyntax(
  '--dir,--prefix,-C= --filter,-F= --filter-prod= --registry= --store-dir= --state-dir= --lockfile-dir= --reporter= --loglevel= --cpu= --os= --libc=',
  '--save-prefix= --save-catalog-name= --allow-build= --network-concurrency= --fetch-timeout= --virtual-store-dir= --modules-dir=',
  '--test-pattern= --changed-files-ignore-pattern= --workspace-concurrency= --npmrc-auth-file= --env-file= --package= --node-linker=',
  '--global-dir= --global-bin-dir= --config.registry= --https-proxy= --http-proxy= --no-proxy= --child-concurrency= --package-import-method=',
  '--save-prod,-P --save-dev,-D --save-optional,-O --save-peer --save-exact,-E --global,-g --recursive,-r --workspace-root,-w --workspace',
  '--shell-mode,-c --yes,-y --help,-h --silent,-s --force,-f --frozen-lockfile --ignore-scripts --prod --dev --no-optional --offline --prefer-offline',
)
/** yarn 1.22 and 4: `add`, `global add`, `dlx`. */
const YARN = optionSyntax(
  '--cwd= --registry= --modules-folder= --cache-folder= --preferred-cache-folder= --mutex= --prefix= --global-folder= --network-timeout=',
  '--network-concurrency= --otp= --use-yarnrc= --link-folder= --https-proxy= --proxy= --package,-p= --mode= --child-concurrency= --scripts-prepend-node-path=',
  '--dev,--save-dev,-D --peer,-P --optional,-O --exact,-E --tilde,-T --caret,-C --audit,-A --ignore-workspace-root-check,-W --fixed,-F',
  '--interactive,-i --quiet,-q --silent,-s --verbose --prefer-dev --cached --json --help,-h --all --force --non-interactive --ignore-scripts',
)
/** bun 1.3: `add`, `install`, `x`. */
const BUN = optionSyntax(
  '--config,-c= --cwd= --registry= --backend= --cache-dir= --omit= --filter= --concurrent-scripts= --network-concurrency= --cafile= --ca= --package,-p=',
  '--lockfile= --linker= --minimum-release-age= --cpu= --os= --dev,--development,-d,-D --optional --peer --exact,-E --global,-g --production --yarn,-y --force,-f',
  '--trust --no-save --save --dry-run --frozen-lockfile --ignore-scripts --silent --verbose --no-cache --analyze,-a --only-missing --help,-h --bun',
)

/** npm's own spellings of `install` and `exec` (npm/lib/utils/cmd-list). */
const NPM_INSTALL: ReadonlySet<string> = new Set(
  'install i in ins inst insta instal isnt isnta isntal isntall add install-test it'.split(' '),
)
const NPM_EXEC: ReadonlySet<string> = new Set(['exec', 'x'])

/** `npm install|exec`; without packages npm reads package.json, which is read under its own name. */
export function readNpm(invocation: Invocation, site: CommandSite): void {
  const { name, words } = subcommand(invocation.words, NPM)
  if (NPM_INSTALL.has(name)) recordAll(parseArguments(words, NPM), invocation, site)
  if (NPM_EXEC.has(name)) readExecution({ ...invocation, words }, NPM, site)
  if (name === 'create' || name === 'init' || name === 'innit') readCreate({ ...invocation, words }, NPM, site)
}

/** `npx [-p PACKAGE] command[@version] …`: what stands behind the command is its own. */
export function readNpx(invocation: Invocation, site: CommandSite): void {
  readExecution(invocation, NPM, site)
}

export function readPnpm(invocation: Invocation, site: CommandSite): void {
  const { name, words } = subcommand(invocation.words, PNPM)
  if (['add', 'install', 'i'].includes(name)) recordAll(parseArguments(words, PNPM), invocation, site)
  if (name === 'dlx') readExecution({ ...invocation, words }, PNPM, site)
  if (name === 'create') readCreate({ ...invocation, words }, PNPM, site)
}

/** `pnpx`, the old name of `pnpm dlx`. */
export function readPnpx(invocation: Invocation, site: CommandSite): void {
  readExecution(invocation, PNPM, site)
}

export function readYarn(invocation: Invocation, site: CommandSite): void {
  let { name, words } = subcommand(invocation.words, YARN)
  let global = false
  if (name === 'workspace') ({ name, words } = subcommand(words.slice(1), YARN))
  if (name === 'global') {
    global = true
    ;({ name, words } = subcommand(words, YARN))
  }
  if (name === 'add') recordAll(parseArguments(words, YARN), invocation, site, global)
  if (name === 'dlx') readExecution({ ...invocation, words }, YARN, site)
  if (name === 'create') readCreate({ ...invocation, words }, YARN, site)
}

export function readBun(invocation: Invocation, site: CommandSite): void {
  const { name, words } = subcommand(invocation.words, BUN)
  if (['add', 'a', 'install', 'i'].includes(name)) recordAll(parseArguments(words, BUN), invocation, site)
  if (name === 'x') readExecution({ ...invocation, words }, BUN, site)
  if (name === 'create' || name === 'c') readCreate({ ...invocation, words }, BUN, site)
}

/** `bunx command[@version]`. */
export function readBunx(invocation: Invocation, site: CommandSite): void {
  readExecution(invocation, BUN, site)
}

function subcommand(words: readonly ShellWord[], syntax: OptionSyntax): { name: string; words: readonly ShellWord[] } {
  const place = firstOperand(words, syntax)
  return { name: words[place]?.text ?? '', words: [...words.slice(0, place), ...words.slice(place + 1)] }
}

function recordAll(parsed: ParsedArguments, invocation: Invocation, site: CommandSite, global = false): void {
  const isGlobal = global || has(parsed, '--global')
  const setting: NpmSetting = {
    site,
    index: registryOf(parsed, invocation),
    scope: scopeOf(parsed, site.scope),
    groups: isGlobal ? [...site.groups, 'global'] : site.groups,
    direct: 'yes',
  }
  for (const word of parsed.operands) recordNpmPackage(word, setting)
}

/**
 * `npx eslint` runs the project's own eslint where there is one and fetches it otherwise: the mention stays `unknown` unless
 * a version, `--package` or `dlx` says that it is fetched.
 */
function readExecution(invocation: Invocation, syntax: OptionSyntax, site: CommandSite): void {
  const place = firstOperand(invocation.words, syntax)
  const parsed = parseArguments(invocation.words.slice(0, place), syntax)
  const named = valuesOf(parsed, '--package')
  const command = invocation.words[place]
  const index = registryOf(parsed, invocation)
  const setting = { site, index, scope: site.scope, groups: [...site.groups, 'tool'] }
  for (const word of named) recordNpmPackage(word, { ...setting, direct: 'yes' })
  if (named.length > 0 || command === undefined || has(parsed, '--call')) return
  const isFetched = syntax === PNPM || syntax === YARN || command.text.includes('@', 1)
  if (localPath(command.text) === undefined)
    recordNpmPackage(command, { ...setting, direct: isFetched ? 'yes' : 'unknown' })
}

/** `npm create vite@5` runs the package `create-vite`; `@scope` is `@scope/create`, `@scope/x` is `@scope/create-x`. */
function readCreate(invocation: Invocation, syntax: OptionSyntax, site: CommandSite): void {
  const place = firstOperand(invocation.words, syntax)
  const parsed = parseArguments(invocation.words.slice(0, place), syntax)
  const word = invocation.words[place]
  if (word === undefined || word.unknown.length > 0 || gitOrigin(word.text) !== undefined) return
  const match = /^(@[^/@]+)?\/?([^@/]*)(@.+)?$/.exec(word.text.slice(0, 500))
  if (match === null) return
  const [, scope, name = '', version = ''] = match
  const created = `${scope === undefined ? '' : `${scope}/`}create${name === '' ? '' : `-${name}`}${version}`
  const setting = { site, index: registryOf(parsed, invocation), scope: site.scope, groups: [...site.groups, 'tool'] }
  recordNpmPackage({ ...word, text: created, original: () => word.original(0) }, { ...setting, direct: 'yes' })
}

/** What is said of all packages of one command. */
export interface NpmSetting {
  readonly site: CommandSite
  readonly index: string | undefined
  readonly scope: Scope
  readonly groups: readonly string[]
  readonly direct: 'yes' | 'unknown'
}

/** Records one argument of npm: `name`, `name@range`, an alias, an address. */
export function recordNpmPackage(word: ShellWord, setting: NpmSetting): void {
  const { site } = setting
  const unknown = word.unknown[0]?.start
  if (unknown !== undefined) {
    const message = `expected a package with its version, found ${excerpt(word.text)}, which only the run can tell`
    site.recorder.partial(message, site.locate(word.original(unknown)))
  }
  const at = word.text.indexOf('@', 1)
  if (unknown !== undefined && (at < 0 || unknown < at)) return
  const read = requirementOfArgument(word.text)
  if (read === undefined) return reportNameless(word, site)
  if (!read.understood && unknown === undefined) {
    site.recorder.partial(
      `expected a version, range or tag, found ${excerpt(word.text)}`,
      site.locate(word.original(at + 1)),
    )
  }
  addNpmPackage(word, unknown === undefined ? read : { ...read, version: { kind: 'unstated' } }, at, setting)
}

function addNpmPackage(word: ShellWord, read: Requirement, at: number, setting: NpmSetting): void {
  const { site, index, scope, groups, direct } = setting
  const isRegistry = read.origin.kind === 'registry' && index !== undefined
  site.recorder.add({
    ecosystem: 'npm',
    name: read.name,
    version: read.version,
    origin: isRegistry ? { kind: 'registry', index: shownAddress(index) } : read.origin,
    role: 'installs',
    scope,
    groups,
    direct,
    location: site.locate(word.original(at < 0 ? 0 : word.text.lastIndexOf('@') + 1)),
    text: word.text,
    integrity: [],
  })
}

function reportNameless(word: ShellWord, site: CommandSite): void {
  const location = site.locate(word.original(0))
  const shown = excerpt(shownAddress(word.text))
  if (localPath(word.text) !== undefined) {
    return site.recorder.note(`installs the local path ${shown}, whose package name stands elsewhere`, location)
  }
  const isAddress = gitOrigin(word.text) !== undefined || /^https?:/i.test(word.text)
  const expected = isAddress ? 'expected a package name, found only the address' : 'expected a package name, found'
  site.recorder.partial(`${expected} ${shown}`, location)
}

function registryOf(parsed: ParsedArguments, { variable }: Invocation): string | undefined {
  const given = valuesOf(parsed, '--registry').at(-1)
  if (given !== undefined) return given.unknown.length === 0 ? given.text : undefined
  return variable('npm_config_registry') ?? variable('NPM_CONFIG_REGISTRY')
}

function scopeOf(parsed: ParsedArguments, otherwise: Scope): Scope {
  if (has(parsed, '--save-dev', '--dev')) return 'development'
  return has(parsed, '--save-optional', '--optional') ? 'optional' : otherwise
}
