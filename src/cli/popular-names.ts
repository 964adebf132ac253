import { nameIndex } from '../analysis/packages/names/name-index.ts'
import { readSnapshot } from '../analysis/packages/names/snapshot-reader.ts'
import { starterNames } from '../analysis/packages/names/starter-names.ts'
import type { PopularNames } from '../engine/packages/package-services.ts'
import type { Arguments, Context } from './command.ts'
import { operatorFile } from './operator-file.ts'
import { publicKey } from './public-key.ts'

/** The popular names of `--names` by ecosystem; where none are given, some hundred of our own. Throws USAGE_PATH, USAGE_ARGUMENTS. */
export async function popularNames(args: Arguments, context: Context): Promise<PopularNames> {
  const keys = await Promise.all(
    args
      .values('names-trust')
      .map(async (file) => publicKey(await operatorFile(context.folder, file, 'the key'), file)),
  )
  const names = { PyPI: starterNames('PyPI'), npm: starterNames('npm') }
  for (const file of args.values('names')) {
    const bytes = await operatorFile(context.folder, file, 'the snapshot')
    const snapshot = readSnapshot(bytes, { keys, unsigned: false })
    if (snapshot.ecosystem === 'PyPI' || snapshot.ecosystem === 'npm') names[snapshot.ecosystem] = snapshot.names
  }
  return { PyPI: nameIndex('PyPI', names.PyPI), npm: nameIndex('npm', names.npm) }
}
