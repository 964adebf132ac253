import { stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { resolve } from 'node:path'
import { type AllowList, NOTHING_ALLOWED } from '../analysis/packages/allowed/allow-list.ts'
import { readAllowList } from '../analysis/packages/allowed/allow-list-file.ts'
import { allowedArtefact } from '../analysis/packages/allowed/allowed-artefact.ts'
import { importNames } from '../analysis/packages/names/import-name.ts'
import { type IsPrivate, privateNames } from '../analysis/packages/names/private-name.ts'
import { isExpected, UsageError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { ArtefactPool } from '../engine/packages/artefact-pool.ts'
import type { ArtefactChoice } from '../engine/packages/choose-artefacts.ts'
import type { PackageServices } from '../engine/packages/package-services.ts'
import { sourceTree } from '../engine/packages/source-tree.ts'
import { PACKAGES_OF_MODULE } from '../inventory/imports/python-module-table.ts'
import type { AdvisoryLookup } from '../model/advisory.ts'
import type { Arguments, Context } from './command.ts'
import { workersOf } from './option-values.ts'
import { operatorFile } from './operator-file.ts'
import { packageMemory, packagesFolder, registryFor } from './package-registry.ts'
import { popularNames } from './popular-names.ts'
import { publicKey } from './public-key.ts'
import { yaraFor } from './yara-rules.ts'

/** How a command looks into packages. */
export interface PackageWish {
  readonly advisories: AdvisoryLookup
  readonly choice: ArtefactChoice
  readonly onStep: (text: string) => void
}

/** Services that must be closed. */
export interface OpenedServices {
  readonly services: PackageServices
  readonly close: () => Promise<void>
}

/** What the options of a command that looks into packages amount to. Throws UsageError, ExternalError. */
export async function packageServices(
  args: Arguments,
  context: Context,
  { advisories, choice, onStep }: PackageWish,
): Promise<OpenedServices> {
  const yara = await yaraFor(args, context)
  const folder = packagesFolder(args, context)
  const opened = folder === undefined ? undefined : await registryFor(args, context, folder)
  const memory = yara === undefined ? packageMemory(args, context) : undefined
  const list = await allowListFor(args, context)
  const keys = await Promise.all(
    args.values('trust').map(async (file) => publicKey(await operatorFile(context.folder, file, 'the key'), file)),
  )
  const names = await popularNames(args, context)
  const kept = privateNamesOf(args)
  const source = args.value('source')
  const files =
    source === undefined ? undefined : await sourceTree(resolve(context.folder, source), DEFAULT_LIMITS, context.signal)
  const pool = new ArtefactPool({
    size: workersOf(args),
    signal: context.signal,
    ...(yara === undefined ? {} : { yara }),
    onFile: (artefact, path) => onStep(`looking into ${artefact}: ${path}`),
  })
  const services: PackageServices = {
    pool,
    ...(opened === undefined ? {} : { registry: opened.registry }),
    ...(memory === undefined ? {} : { memory }),
    advisories,
    names,
    modules: importNames(PACKAGES_OF_MODULE),
    ...(kept === undefined ? {} : { isPrivate: kept }),
    ...(files === undefined ? {} : { sourceTree: files }),
    allowed: (sha256) => allowedArtefact(list, keys, sha256, context.clock.now()),
    compare: !args.has('no-previous'),
    choice,
    machine: { platform: platform(), architecture: process.arch },
    limits: DEFAULT_LIMITS,
    clock: context.clock,
    version: context.version,
    onStep,
  }
  return {
    services,
    close: async () => {
      opened?.close()
      await pool.close()
    },
  }
}

/** Names are spelled as in PyPI and npm: either may be private. */
function privateNamesOf(args: Arguments): IsPrivate | undefined {
  const globs = args.values('private')
  if (globs.length === 0) return undefined
  const [python, npm] = (['PyPI', 'npm'] as const).map((ecosystem) => privateNames({ ecosystem, globs }))
  return (name) => python?.(name) === true || npm?.(name) === true
}

async function allowListFor(args: Arguments, context: Context): Promise<AllowList> {
  const given = args.value('allowed')
  const file = given ?? 'assay-allowed.json'
  const isThere = (await stat(resolve(context.folder, file)).catch(() => undefined)) !== undefined
  if (given === undefined && !isThere) return NOTHING_ALLOWED
  try {
    return readAllowList(await operatorFile(context.folder, file, 'the list of what is allowed'))
  } catch (error) {
    if (!isExpected(error) || error instanceof UsageError) throw error
    throw new UsageError('USAGE_PATH', `${visible(file)} is not understood: ${visible(error.message)}`)
  }
}
