import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type YaraSettings, yaraMatcher } from '../analysis/packages/yara/yara-matcher.ts'
import type { Arguments, Context } from './command.ts'
import { operatorFile } from './operator-file.ts'

/** The rules of `--yara`, compiled once on trial so that a mistake is told before anything is fetched. Throws UsageError. */
export async function yaraFor(args: Arguments, context: Context): Promise<YaraSettings | undefined> {
  const files = args.values('yara')
  if (files.length === 0) return undefined
  const sources = await Promise.all(
    files.map(async (file) => ({
      name: basename(file),
      text: new TextDecoder().decode(await operatorFile(context.folder, file, 'the YARA rules')),
    })),
  )
  // The library loads its program from beside itself in browsers; here it is given the bytes.
  const program = await readFile(
    new URL('pkg/yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x/package.json')),
  )
  const settings = { sources, program }
  const { warnings } = await yaraMatcher(settings)
  for (const warning of warnings) context.terminal.note(`assay: ${warning}`)
  return settings
}
