import { json } from '../../../formats/json.ts'
import { get, items, string, type TreeScalar, type TreeValue } from '../../../formats/tree.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'

/** The file from which `kaggle kernels push` runs a notebook or script. */
export const KAGGLE_KERNEL_FILE = '**/kernel-metadata.json'

/** Is this path one of them? */
export function isKaggleKernel(path: string): boolean {
  return /(?:^|\/)kernel-metadata\.json$/.test(path)
}

/** A data set, a model or the output of another kernel that is mounted without a version. */
export interface KaggleSource {
  /** The key it stands under. */
  readonly key: string
  readonly name: string
  readonly location: Location
}

/**
 * What a kernel mounts as whatever is newest (kaggle 2.2, `validate_dataset_string` and its siblings): `owner/data/3`, `owner/kernel/2` and
 * `owner/model/framework/variation/1` have a version. What belongs to the owner of the kernel is left out: nobody else can
 * change it. Competitions have no versions. Throws what JSON throws.
 */
export async function kaggleSources(file: ScannedFile): Promise<readonly KaggleSource[]> {
  const { root, lines } = await file.read(json)
  const owner = string(get(root, 'id'))?.split('/', 1)[0]?.toLowerCase()
  return [...SOURCES].flatMap(([key, { whole, parts }]) =>
    textsIn(get(root, key)).flatMap((value) => {
      const name = value.value.slice(0, LONGEST).replace(whole, '')
      const names = name.split('/')
      const isOne = names.length >= 2 && names.every((part) => SLUG.test(part))
      if (!isOne || names.length > parts || names[0]?.toLowerCase() === owner) return []
      const { line, column } = lines.position(value.offset)
      return [{ key, name, location: at(file.path, line, column) }]
    }),
  )
}

/** `kernels pull` has written addresses: `datasets/owner/data`, `code/owner/kernel`. `parts`: of a name without a version. */
const SOURCES: ReadonlyMap<string, { readonly whole: RegExp; readonly parts: number }> = new Map([
  ['dataset_sources', { whole: /^datasets?\//, parts: 2 }],
  ['kernel_sources', { whole: /^code\//, parts: 2 }],
  ['model_sources', { whole: /^models\//, parts: 4 }],
])

const LONGEST = 300
const SLUG = /^(?!INSERT_)[\w.-]{1,100}$/

interface TextScalar extends TreeScalar {
  readonly value: string
}

function textsIn(value: TreeValue | undefined): readonly TextScalar[] {
  return items(value).filter((item): item is TextScalar => item.kind === 'scalar' && typeof item.value === 'string')
}
