import type { ShellWord } from '../../formats/shell-syntax.ts'
import { wordFrom } from '../../formats/shell-word.ts'
import { slicePart } from '../../formats/mapped-text.ts'
import { isDevelopmentName } from '../python/development-name.ts'
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
import { indexOf, readPipArguments, readRequirementFile } from './pip.ts'
import { recordNamedVersion } from './named-version.ts'
import { type InstallSetting, recordPythonPackage } from './python-requirement.ts'
import { reportUnknownOptions } from './unknown-option.ts'

/** uv 0.13 `--help` of each command; what all of them have. */
const SHARED = [
  '--index= --default-index= --index-url,-i= --extra-index-url= --find-links,-f= --no-index --index-strategy= --keyring-provider=',
  '--upgrade,-U --upgrade-package,-P= --upgrade-group= --resolution= --prerelease= --prerelease-package= --pre --fork-strategy=',
  '--exclude-newer= --exclude-newer-package= --no-sources --no-sources-package= --reinstall,--force-reinstall',
  '--reinstall-package= --link-mode= --compile-bytecode,--compile --config-setting,--config-settings,-C=',
  '--config-settings-package= --no-build-isolation --no-build-isolation-package= --no-build --no-build-package= --no-binary-package=',
  '--require-build-hashes --no-require-build-hashes --no-cache,-n --no-cache-dir --cache-dir= --refresh --refresh-package=',
  '--python,-p= --managed-python --no-managed-python --no-python-downloads --quiet,-q --verbose,-v --color= --no-color',
  '--system-certs --native-tls --offline --allow-insecure-host,--trusted-host= --no-progress --directory= --project=',
  '--config-file= --no-config --help,-h --preview --no-preview --preview-features= --isolated --lfs --torch-backend=',
  '--python-platform= --python-preference=',
].join(' ')
const UV = optionSyntax(SHARED)
const PIP_INSTALL = optionSyntax(
  SHARED,
  '--requirement,--requirements,-r= --editable,-e= --no-editable --no-editable-package= --constraint,--constraints,-c= --overrides,--override= --excludes=',
  '--build-constraint,--build-constraints,-b= --extra= --all-extras --cert= --group= --no-deps --require-hashes --no-verify-hashes',
  '--system --break-system-packages --no-break-system-packages --target,-t= --prefix= --no-binary= --only-binary= --python-version=',
  '--exact --strict --dry-run --check --output-format= --user --disable-pip-version-check --no-build-isolation',
)
const ADD = optionSyntax(
  SHARED,
  '--requirement,--requirements,-r= --constraint,--constraints,-c= --marker,-m= --dev --optional= --group= --editable --raw --raw-sources',
  '--bounds= --rev= --tag= --branch= --extra= --no-sync --locked --frozen --active --package= --script= --workspace --no-workspace',
  '--no-install-project --no-install-workspace --no-install-local --no-install-package= --no-binary',
)
const TOOL = optionSyntax(
  SHARED,
  '--from= --with,-w= --with-editable= --with-requirements= --with-executables-from= --editable,-e --constraint,--constraints,-c= --overrides= --excludes=',
  '--build-constraint,--build-constraints,-b= --force --env-file= --no-env-file --no-binary',
)
const RUN = optionSyntax(
  SHARED,
  '--extra= --all-extras --no-extra= --no-dev --dev --only-dev --group= --no-group= --no-default-groups --only-group= --all-groups',
  '--module,-m --no-editable --no-editable-package= --exact --env-file= --no-env-file --with,-w= --with-editable=',
  '--with-requirements= --active --no-sync --locked --frozen --script,-s --gui-script --all-packages --package=',
  '--no-project --no-binary',
)

/** `uv pip install|sync`, `uv add`, `uv tool install|run`, `uvx`; the words `uv run` runs, with what `--with` brings. */
export function readUv(invocation: Invocation, site: CommandSite): readonly ShellWord[] | undefined {
  const [command, words] = subcommand(invocation.words)
  if (command === 'run') return readRun({ ...invocation, words }, site)
  if (command === 'add') readAdd({ ...invocation, words }, site)
  if (command !== 'pip' && command !== 'tool') return undefined
  const [inner, rest] = subcommand(words)
  const next = { ...invocation, words: rest }
  if (command === 'pip' && (inner === 'install' || inner === 'sync')) readPipInstall(next, inner, site)
  if (command === 'tool' && (inner === 'install' || inner === 'upgrade')) readToolInstall(next, site)
  if (command === 'tool' && inner === 'run') readUvx(next, site)
  return undefined
}

/** `uvx [--from PACKAGE] [--with PACKAGE] tool[@version] …`: what stands behind the tool is its own. */
export function readUvx(invocation: Invocation, site: CommandSite): void {
  const place = firstOperand(invocation.words, TOOL)
  const parsed = parseArguments(invocation.words.slice(0, place), TOOL)
  const setting = toolSetting(parsed, invocation, site)
  const from = valuesOf(parsed, '--from')
  const tool = invocation.words[place]
  for (const word of from.length > 0 || tool === undefined ? from : [tool]) recordNamedVersion(word, setting, 'pep440')
  readWith(parsed, invocation, setting)
}

function subcommand(words: readonly ShellWord[]): readonly [string, readonly ShellWord[]] {
  const place = firstOperand(words, UV)
  return [words[place]?.text ?? '', [...words.slice(0, place), ...words.slice(place + 1)]]
}

function readPipInstall(invocation: Invocation, command: 'install' | 'sync', site: CommandSite): void {
  const parsed = parseArguments(invocation.words, PIP_INSTALL)
  reportUnknownOptions(parsed, site)
  const setting = settingOf(parsed, invocation, site)
  // `uv pip sync` takes files where `uv pip install` takes packages.
  const files = command === 'sync' ? parsed.operands : []
  for (const word of files) readRequirementFile(word, invocation, setting)
  readPipArguments(command === 'sync' ? { ...parsed, operands: [] } : parsed, invocation, setting)
}

function readAdd(invocation: Invocation, site: CommandSite): void {
  const parsed = parseArguments(invocation.words, ADD)
  reportUnknownOptions(parsed, site)
  const group = valuesOf(parsed, '--group').at(-1)?.text ?? (has(parsed, '--dev') ? 'dev' : undefined)
  const extra = valuesOf(parsed, '--optional').at(-1)?.text
  const groups = [
    ...site.groups,
    ...(group === undefined ? [] : [`group:${group}`]),
    ...(extra === undefined ? [] : [`extra:${extra}`]),
  ]
  const development = group !== undefined && isDevelopmentName(group)
  const scope = development ? 'development' : extra === undefined ? site.scope : 'optional'
  const setting = { ...settingOf(parsed, invocation, site), groups, scope } as const
  for (const word of parsed.operands) recordPythonPackage(word, setting)
  readPipArguments(
    { ...parsed, operands: [], options: parsed.options.filter(({ name }) => name !== '--editable') },
    invocation,
    setting,
  )
}

function readToolInstall(invocation: Invocation, site: CommandSite): void {
  const parsed = parseArguments(invocation.words, TOOL)
  reportUnknownOptions(parsed, site)
  const setting = toolSetting(parsed, invocation, site)
  const [tool] = valuesOf(parsed, '--from').concat(parsed.operands)
  if (tool !== undefined) recordNamedVersion(tool, setting, 'pep440')
  readWith(parsed, invocation, setting)
}

function readRun(invocation: Invocation, site: CommandSite): readonly ShellWord[] {
  const place = firstOperand(invocation.words, RUN)
  const parsed = parseArguments(invocation.words.slice(0, place), RUN)
  readWith(parsed, invocation, settingOf(parsed, invocation, site))
  return invocation.words.slice(place)
}

/** `--with a,b` names several packages; a comma inside a version set belongs to it. */
function readWith(parsed: ParsedArguments, invocation: Invocation, setting: InstallSetting): void {
  for (const word of valuesOf(parsed, '--with', '--with-editable', '--with-executables-from')) {
    for (const one of packagesIn(word)) recordNamedVersion(one, setting, 'pep440')
  }
  for (const word of valuesOf(parsed, '--with-requirements')) readRequirementFile(word, invocation, setting)
}

function packagesIn(word: ShellWord): readonly ShellWord[] {
  const found: ShellWord[] = []
  let start = 0
  for (const match of word.text.matchAll(/,(?=\s*[A-Za-z])|$/g)) {
    const part = wordFrom(word, start)
    const text = slicePart(word, start, match.index)
    const unknown = part.unknown.filter((span) => span.start < text.text.length)
    if (text.text.trim() !== '') found.push({ ...part, ...text, unknown })
    start = match.index + 1
  }
  return found
}

function settingOf(parsed: ParsedArguments, invocation: Invocation, site: CommandSite): InstallSetting {
  return { site, index: indexOf(parsed, invocation, 'UV'), scope: site.scope, groups: site.groups }
}

/** Tools live in environments of their own. */
function toolSetting(parsed: ParsedArguments, invocation: Invocation, site: CommandSite): InstallSetting {
  return { ...settingOf(parsed, invocation, site), groups: [...site.groups, 'tool'] }
}
