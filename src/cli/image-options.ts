import { tmpdir } from 'node:os'
import { UsageError } from '../base/errors.ts'
import type { CacheSettings } from '../engine/cache/cache-settings.ts'
import type { ImageTarget } from '../engine/open-tree.ts'
import type { Arguments, Option } from './command.ts'
import type { ScanTarget } from './target.ts'

/** Options of commands that scan images. */
export const IMAGE_OPTIONS: readonly Option[] = [
  {
    name: 'platform',
    value: 'OS/ARCH',
    help: 'Which of several images of an archive or layout, for example linux/arm64. Default: linux/amd64, else the first.',
  },
  { name: 'image', value: 'NAME', help: 'Which of several images: its name, its tag or its digest.' },
]

/**
 * What the operator says of an image; undefined for a folder or file, where the options make no sense (USAGE_ARGUMENTS). Layers
 * are unpacked below the folder of the cache where there is one: the folder for temporary files may be memory.
 */
export function imageFor(
  { isImage }: Pick<ScanTarget, 'isImage'>,
  args: Arguments,
  cache: CacheSettings | undefined,
): ImageTarget | undefined {
  const platform = args.value('platform')
  const reference = args.value('image')
  if (!isImage) {
    const option = platform !== undefined ? '--platform' : reference !== undefined ? '--image' : undefined
    if (option === undefined) return undefined
    const hint = 'Give an OCI layout (a folder or an archive) or what `docker save` writes.'
    throw new UsageError('USAGE_ARGUMENTS', `${option} is for container images, and this is none`, hint)
  }
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(reference === undefined ? {} : { reference }),
    scratch: cache?.folder ?? tmpdir(),
  }
}
