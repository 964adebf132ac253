import { sourceBytes } from './source-bytes.ts'

/**
 * The scripts of a Vue, Svelte or Astro component, in place: everything else is blanked out, so that lines keep their numbers.
 * Scripts are what stands between `<script …>` and `</script>`, and Astro's front matter between two lines of `---`. Linear.
 */
export function componentScript(bytes: Uint8Array): Uint8Array {
  const source = sourceBytes(bytes)
  const script = blank(source)
  copyFrontMatter(source, script)
  for (let at = source.indexOf('<script'); at >= 0; at = source.indexOf('<script', at)) {
    const start = source.indexOf('>', at) + 1
    if (start === 0) break
    const end = source.indexOf('</script', start)
    if (end < 0) break
    source.copy(script, start, start, end)
    // What one script leaves open ends with it.
    script[end] = SEMICOLON
    at = end
  }
  return script
}

const NEWLINE = 10
const SPACE = 32
const SEMICOLON = 59

function blank(source: Buffer): Buffer {
  const script = Buffer.alloc(source.length, SPACE)
  for (let at = source.indexOf(NEWLINE); at >= 0; at = source.indexOf(NEWLINE, at + 1)) script[at] = NEWLINE
  return script
}

function copyFrontMatter(source: Buffer, script: Buffer): void {
  if (!/^\s{0,20}---\r?\n/.test(source.toString('latin1', 0, 30))) return
  const start = source.indexOf(NEWLINE, source.indexOf('---'))
  const end = source.indexOf('\n---', start)
  if (end > start) source.copy(script, start, start, end)
}
