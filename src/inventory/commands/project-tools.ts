import type { ShellWord } from '../../formats/shell-syntax.ts'
import { isDevelopmentName } from '../python/development-name.ts'
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
import { recordNamedVersion } from './named-version.ts'
import { readRequirementFile } from './pip.ts'
import { type InstallSetting, recordPythonPackage } from './python-requirement.ts'
import { reportUnknownOptions } from './unknown-option.ts'

/** poetry 2.5 `add --help`, general options included. */
const POETRY = optionSyntax(
  '--group,-G= --dev,-D --editable,-e --extras,-E= --optional= --python= --platform= --markers= --source= --allow-prereleases',
  '--dry-run --lock --help,-h --quiet,-q --version,-V --ansi --no-ansi --no-interaction,-n --no-plugins --no-cache',
  '--project,-P= --directory,-C= --verbose,-v -vv -vvv --key=',
)
/** pdm 2.29 `add --help`. */
const PDM = optionSyntax(
  '--help,-h --verbose,-v --quiet,-q --global,-g --project,-p= --lockfile,-L= --frozen-lockfile,--no-lock --override= --pre,--prerelease',
  '--stable --unconstrained,-u --dry-run --venv= --skip,-k= --dev,-d --group,-G= --no-sync --save-compatible',
  '--save-safe-compatible --save-wildcard --save-exact --save-minimum --update-reuse --update-eager --update-all',
  '--update-reuse-installed --editable,-e= --no-editable --no-self --fail-fast,-x --no-isolation --config-setting,-C=',
  '--config,-c= --ignore-python,-I --no-cache -n,--non-interactive',
)
/** pipenv 2026 `install --help`. */
const PIPENV = optionSyntax(
  '--help,-h --system --deploy --site-packages --no-site-packages --pypi-mirror= --verbose,-v --quiet,-q --clear --python=',
  '--pre --extra-pip-args= --resolver= --dev,-d --categories= --extras= --all --config-settings= --index,--pypi-url,-i= --extra-index-url=',
  '--requirements,-r= --ignore-pipfile --editable,-e= --skip-lock --keep-outdated --selective-upgrade --sequential,-c',
  '--three --two --no-input',
)
/** pipx 1.18, all of `install`, `run` and `inject`. */
const PIPX = optionSyntax(
  '--help,-h --quiet,-q --verbose,-v --skip-maintenance --global --include-deps --include-apps --include-resources-from=',
  '--force,-f --upgrade,-U --upgrade-strategy= --suffix= --python= --fetch-python= --fetch-missing-python --preinstall= --app=',
  '--lock= --system-site-packages --index-url,-i= --editable,-e --pip-args= --cooldown= --backend= --output= --no-cache',
  '--refresh --no-path-check --python-args= --path --pypackages --with= --spec= --requirement,-r= --with-suffix',
)

/** `poetry add`; `poetry self add` installs plugins. */
export function readPoetry(invocation: Invocation, site: CommandSite): void {
  const call = callOf(invocation.words, POETRY)
  const inner = call?.name === 'self' ? callOf(call.words, POETRY) : call
  if (call === undefined || inner?.name !== 'add') return
  const setting = projectSetting(inner.parsed, site)
  reportUnknownOptions(inner.parsed, site)
  for (const word of inner.parsed.operands) recordNamedVersion(word, setting, 'poetry')
}

/** `pdm add`; `pdm self add` installs plugins. */
export function readPdm(invocation: Invocation, site: CommandSite): void {
  const call = callOf(invocation.words, PDM)
  const inner = call?.name === 'self' || call?.name === 'plugin' ? callOf(call.words, PDM) : call
  if (inner?.name !== 'add') return
  const setting = projectSetting(inner.parsed, site)
  reportUnknownOptions(inner.parsed, site)
  for (const word of [...inner.parsed.operands, ...valuesOf(inner.parsed, '--editable')])
    recordPythonPackage(word, setting)
}

/** `pipenv install` with packages; without any it reads the Pipfile, which is read under its own name. */
export function readPipenv(invocation: Invocation, site: CommandSite): void {
  const call = callOf(invocation.words, PIPENV)
  if (call?.name !== 'install') return
  const index = has(call.parsed, '--extra-index-url') ? undefined : valuesOf(call.parsed, '--index').at(-1)?.text
  // `--index` may also name a source of the Pipfile.
  const setting = projectSetting(call.parsed, site, index?.includes('://') === true ? index : undefined)
  reportUnknownOptions(call.parsed, site)
  for (const word of [...call.parsed.operands, ...valuesOf(call.parsed, '--editable')])
    recordPythonPackage(word, setting)
  for (const word of valuesOf(call.parsed, '--requirements')) readRequirementFile(word, invocation, setting)
}

/** `pipx install PACKAGE…`, `pipx run PACKAGE …`, `pipx inject ENVIRONMENT PACKAGE…`. */
export function readPipx(invocation: Invocation, site: CommandSite): void {
  const place = firstOperand(invocation.words, PIPX)
  const command = invocation.words[place]?.text
  const rest = invocation.words.slice(place + 1)
  // What stands behind the program that `pipx run` runs is the program's own.
  const own = command === 'run' ? rest.slice(0, firstOperand(rest, PIPX) + 1) : rest
  const parsed = parseArguments(own, PIPX)
  const index = valuesOf(parsed, '--index-url').at(-1)?.text
  const setting: InstallSetting = { site, index, scope: site.scope, groups: [...site.groups, 'tool'] }
  const spec = valuesOf(parsed, '--spec')
  const packages = pipxPackages(command, spec.length > 0 ? spec : parsed.operands)
  if (packages === undefined) return
  for (const word of [...packages, ...valuesOf(parsed, '--preinstall', '--with')]) recordPythonPackage(word, setting)
  for (const word of valuesOf(parsed, '--requirement')) readRequirementFile(word, invocation, setting)
}

function pipxPackages(command: string | undefined, operands: readonly ShellWord[]): readonly ShellWord[] | undefined {
  if (command === 'install' || command === 'run') return operands
  return command === 'inject' ? operands.slice(1) : undefined
}

interface Call {
  readonly name: string
  /** All words but the name. */
  readonly words: readonly ShellWord[]
  readonly parsed: ParsedArguments
}

function callOf(words: readonly ShellWord[], syntax: OptionSyntax): Call | undefined {
  const place = firstOperand(words, syntax)
  const name = words[place]?.text
  const rest = [...words.slice(0, place), ...words.slice(place + 1)]
  return name === undefined ? undefined : { name, words: rest, parsed: parseArguments(rest, syntax) }
}

function projectSetting(parsed: ParsedArguments, site: CommandSite, index?: string): InstallSetting {
  const group = valuesOf(parsed, '--group').at(-1)?.text ?? (has(parsed, '--dev') ? 'dev' : undefined)
  const optional = has(parsed, '--optional')
  if (group === undefined) return { site, index, scope: optional ? 'optional' : site.scope, groups: site.groups }
  const scope = isDevelopmentName(group) ? 'development' : site.scope
  return { site, index, scope, groups: [...site.groups, `group:${group}`] }
}
