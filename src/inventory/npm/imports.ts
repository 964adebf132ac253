import { componentScript } from '../../formats/imports/component-script.ts'
import type { Format } from '../../base/bytes.ts'
import type { ImportedModule } from '../../formats/imports/imported-module.ts'
import { javascriptImports, readJavaScriptImports } from '../../formats/imports/javascript-imports.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { ImportMention, SourceFacts } from '../../model/source-facts.ts'
import type { Extractor } from '../extractor.ts'
import { isForeignSource } from '../imports/foreign-source.ts'
import { isProvidedModule } from '../imports/node-modules.ts'
import {
  asciiText,
  factsOnly,
  LARGEST_SOURCE,
  oncePerModule,
  QUOTED_NAMES,
  wordsIn,
} from '../imports/source-reading.ts'
import { isNpmName } from './package-name.ts'
import { readSourceSettings, SETTINGS_FILES } from './source-settings.ts'

/**
 * What the project's own JavaScript and TypeScript imports, one entry for each package and file; and what its settings say of
 * names that are its own: `paths` of tsconfig.json, `imports` of package.json, aliases of bundlers.
 */
export const npmSource: Extractor = {
  id: 'npm/imports',
  title: 'Imports of JavaScript, TypeScript, Vue, Svelte and Astro source, aliases in tsconfig.json and package.json',
  files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro}', ...SETTINGS_FILES],
  ignores: isForeignSource,
  extract: async (file) => {
    if (!SOURCE.test(file.path)) return factsOnly(await readSourceSettings(file))
    if (file.size > LARGEST_SOURCE) return factsOnly({ unread: true })
    return factsOnly(await readSource(file))
  },
}

const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/

/** Settings written as code: they name plug-ins in strings, and aliases as keys. */
const CONFIGURATION =
  /(?:\.config|\.setup|(?:^|\/)\.\w+rc)\.[cm]?[jt]s$|(?:^|\/)(?:gulpfile|Gruntfile|karma\.conf|webpack[^/]*)\.[cm]?[jt]s$/

async function readSource(file: ScannedFile): Promise<SourceFacts> {
  const isComponent = /\.(?:vue|svelte|astro)$/.test(file.path)
  const isDeclaration = /\.d\.[cm]?ts$/.test(file.path)
  const found = await file.read(isComponent ? componentImports : javascriptImports)
  const imports = oncePerModule(found.flatMap((one) => mentionOf(one, isDeclaration)))
  return { ...(imports.length === 0 ? {} : { imports }), ...(CONFIGURATION.test(file.path) ? await namesIn(file) : {}) }
}

const componentImports: Format<readonly ImportedModule[]> = {
  id: 'component-imports',
  binary: true,
  parse: (bytes) => readJavaScriptImports(componentScript(bytes)),
}

async function namesIn(file: ScannedFile): Promise<SourceFacts> {
  const text = (await file.read(asciiText)).slice(0, 200_000)
  const words = wordsIn(text, QUOTED_NAMES)
  const aliases = wordsIn(text, ALIAS_KEYS)
  return { ...(words.length === 0 ? {} : { words }), ...(aliases.length === 0 ? {} : { aliases }) }
}

/** `'@app': path.resolve(…)`, `"^components/(.*)$": …` */
const ALIAS_KEYS = /["'`]?\^?([@~#$\w][\w@~#$/.-]{0,80}?)(?:\/\(\.\*\)\$?|\/\*|\$)?["'`]?\s{0,9}:/g

function mentionOf({ module, line, use }: ImportedModule, isDeclaration: boolean): readonly ImportMention[] {
  const name = packageOf(module)
  return name === undefined ? [] : [{ module: name, line, use: isDeclaration ? 'types' : use }]
}

/** The package of a specifier; undefined for paths, addresses, built-in modules and what only the project's own tools resolve. */
function packageOf(specifier: string): string | undefined {
  // `raw-loader!./x` of webpack.
  const bare = specifier.slice(specifier.lastIndexOf('!') + 1)
  if (/^[./\\#~$]|^@\/|:/.test(bare) || bare === '') return undefined
  const [path = ''] = bare.split('?', 1)
  const parts = path.split('/', 2)
  const name = path.startsWith('@') ? parts.join('/') : (parts[0] ?? '')
  return isNpmName(name) && !isProvidedModule(name) ? name : undefined
}
