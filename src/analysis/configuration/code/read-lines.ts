import { codeBlocks } from '../../../formats/markdown-code.ts'
import { json } from '../../../formats/json.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { type MappedText, MappedTextBuilder, plainText, slicePart } from '../../../formats/mapped-text.ts'
import { looseText } from '../../../formats/loose-text.ts'
import { entries, get, string } from '../../../formats/tree.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { FileCode } from './file-code.ts'
import { type ScriptSite, ShellCollector } from './shell-collector.ts'

/** A shell script, a PowerShell script or a batch file. */
export async function readScriptFile(file: ScannedFile): Promise<FileCode> {
  const text = await file.read(looseText)
  const collector = new ShellCollector(file.limits)
  const escape = /\.ps1$/i.test(file.path) ? '`' : /\.(?:bat|cmd)$/i.test(file.path) ? '^' : '\\'
  collector.readScript(plainText(text), { locate: locator(file.path, text), escape })
  return collector.finish('script')
}

/** `NAME=value` lines; quotes as a shell reads them. */
export async function readEnvironmentFile(file: ScannedFile): Promise<FileCode> {
  return { ...(await readScriptFile(file)), commands: [] }
}

/** The `scripts` of package.json. */
export async function readManifestScripts(file: ScannedFile): Promise<FileCode> {
  const { root, lines } = await file.read(json)
  const collector = new ShellCollector(file.limits)
  for (const { value } of entries(get(root, 'scripts'))) {
    const script = string(value)
    if (script === undefined) continue
    const { line, column } = lines.position(value.offset)
    collector.readScript(plainText(script), { locate: () => at(file.path, line, column) })
  }
  return collector.finish('manifest')
}

/** The recipes of a makefile (GNU make 4.4, "Writing Recipes in Rules"): each logical line is a script of its own. */
export async function readMakefile(file: ScannedFile): Promise<FileCode> {
  const text = await file.read(looseText)
  const collector = new ShellCollector(file.limits)
  const site: ScriptSite = { locate: locator(file.path, text) }
  const whole = plainText(text)
  for (let start = 0; start < text.length;) {
    let end = lineEnd(text, start)
    if (text[start] === '\t') {
      while (text[end - 1] === '\\' && end < text.length) end = lineEnd(text, end + 1)
      const prefix = /^\t[ \t]*[@+-]*/.exec(text.slice(start, start + 100))?.[0].length ?? 1
      collector.readScript(withoutDoubledDollars(slicePart(whole, start + prefix, end)), site)
    }
    start = end + 1
  }
  return collector.finish('make')
}

/** make writes `$$` where the shell is to see `$`. */
function withoutDoubledDollars(recipe: MappedText): MappedText {
  if (!recipe.text.includes('$$')) return recipe
  const builder = new MappedTextBuilder()
  let from = 0
  for (let at = recipe.text.indexOf('$$'); at >= 0; at = recipe.text.indexOf('$$', from)) {
    builder.add(recipe.text.slice(from, at + 1), recipe.original(from))
    from = at + 2
  }
  builder.add(recipe.text.slice(from), recipe.original(from))
  return builder.build(recipe.original(0))
}

const SHELL_BLOCKS: ReadonlySet<string> = new Set([
  '',
  'sh',
  'bash',
  'shell',
  'zsh',
  'console',
  'terminal',
  'powershell',
  'ps1',
  'shell-session',
])

/** The blocks of shell commands in a Markdown document. */
export async function readDocument(file: ScannedFile): Promise<FileCode> {
  const collector = new ShellCollector(file.limits)
  for (const block of codeBlocks(await file.read(looseText))) {
    if (!SHELL_BLOCKS.has(block.language)) continue
    const inBlock = lineIndex(block.text)
    const locate: ScriptSite['locate'] = (offset) => {
      const { line, column } = inBlock.position(offset)
      return at(file.path, block.line + line - 1, column)
    }
    collector.readScript(withoutPrompts(plainText(block.text)), { locate })
  }
  return collector.finish('document')
}

/** `$ command` at the start of a line. */
function withoutPrompts(block: MappedText): MappedText {
  if (!/^[ \t]*(?:\$|PS>|>) /m.test(block.text)) return block
  const builder = new MappedTextBuilder()
  for (const { 0: line, index } of block.text.matchAll(/[^\n]*\n?/g)) {
    const prompt = /^[ \t]*(?:\$|PS>|>) /.exec(line)?.[0].length ?? 0
    builder.add(line.slice(prompt), index + prompt)
  }
  return builder.build(0)
}

function locator(path: string, text: string): ScriptSite['locate'] {
  const lines = lineIndex(text)
  return (offset) => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
