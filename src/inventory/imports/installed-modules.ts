import { text } from '../../formats/text.ts'
import { packageName } from '../../model/package-name.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import { distributionFolder } from '../python/distribution-folder.ts'

/** A wheel brings a handful of modules at the top; that of an SDK some hundreds below one. */
const MOST_MODULES = 500

/**
 * Which modules an installed distribution brings: `top_level.txt` (setuptools) names them, `RECORD` (PyPA, "Recording installed
 * projects") lists the files. Undefined for a file that only has such a name.
 */
export async function installedModules(file: ScannedFile): Promise<SourceFacts | undefined> {
  const folder = distributionFolder(file.path)
  if (folder === undefined || folder.version === undefined) return undefined
  const content = await file.read(text)
  const modules = folder.file === 'RECORD' ? recorded(content) : listed(content)
  return modules.length === 0 ? undefined : { provides: { name: packageName('PyPI', folder.name), modules } }
}

function listed(content: string): readonly string[] {
  return content
    .slice(0, 100_000)
    .split(/\s+/)
    .filter((name) => /^[A-Za-z_]\w*$/.test(name))
    .slice(0, MOST_MODULES)
}

/** `numpy/__init__.py,sha256=…,400`: the folder at the top, or the file; of shared folders the first that has Python files. */
function recorded(content: string): readonly string[] {
  const modules = new Set<string>()
  for (const [, path = ''] of content
    .slice(0, 20_000_000)
    .matchAll(/^"?((?!\.\.\/|\/)[^",\n]{1,400}\.(?:pyi?|so|pyd))(?=[",])/gm)) {
    const module = path
      .replace(/(?:\/__init__)?(?:\.cpython-[\w-]+|\.abi3|\.cp\d[\w-]*)?\.(?:pyi?|so|pyd)$/, '')
      .split('/')
      .slice(0, 3)
      .join('.')
    if (/^[A-Za-z_]\w*(?:\.\w+)*$/.test(module)) modules.add(module)
    if (modules.size >= MOST_MODULES) break
  }
  return withoutParts(modules)
}

/** `numpy` stands for `numpy.core`. */
function withoutParts(modules: ReadonlySet<string>): readonly string[] {
  return [...modules].filter((module) => {
    const parts = module.split('.')
    return !parts.some((_, index) => index > 0 && modules.has(parts.slice(0, index).join('.')))
  })
}
