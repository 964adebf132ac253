/** Defaults of Windows: obfuscated files take letters from them, `%COMSPEC:~0,1%`. */
const DEFAULTS: readonly (readonly [name: string, value: string])[] = [
  ['comspec', 'C:\\Windows\\system32\\cmd.exe'],
  ['windir', 'C:\\Windows'],
  ['systemroot', 'C:\\Windows'],
  ['systemdrive', 'C:'],
  ['public', 'C:\\Users\\Public'],
  ['programfiles', 'C:\\Program Files'],
  ['commonprogramfiles', 'C:\\Program Files\\Common Files'],
  ['programdata', 'C:\\ProgramData'],
  ['allusersprofile', 'C:\\ProgramData'],
  ['pathext', '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC'],
  ['os', 'Windows_NT'],
]

/** Folders of the user; what stands behind them is what matters. */
const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['userprofile', '~'],
  ['homepath', '~'],
  ['appdata', '~\\AppData\\Roaming'],
  ['localappdata', '~\\AppData\\Local'],
])

/** Characters that expansion may add to all lines together: `set a=%a%%a%` doubles with each. */
const MOST_ADDED = 8 * 1024 * 1024
/** cmd.exe takes no longer line. */
const LONGEST_VALUE = 8191

/** What a line is after its variables were put in. */
export interface ExpandedLine {
  readonly text: string
  readonly variables: readonly string[]
  /** How many pieces of one to three characters were cut out of variables. */
  readonly slices: number
}

/** The variables of a batch file while it is read. A class because it lives as long as one reading. */
export class BatchVariables {
  readonly #values = new Map<string, string>(DEFAULTS)
  #added = 0

  set(name: string, value: string): void {
    if (this.#values.size < 20_000)
      this.#values.set(name.trim().toLowerCase().slice(0, 200), value.slice(0, LONGEST_VALUE))
  }

  /** Puts variables in: `%name%`, `%name:~from,length%`, `%name:old=new%`, `!name!`. Unknown ones stand as they are written. */
  expand(line: string): ExpandedLine {
    if (!line.includes('%') && !line.includes('!')) return { text: line, variables: [], slices: 0 }
    const parts: string[] = []
    const variables = new Set<string>()
    let slices = 0
    let at = 0
    const marks = /[%!]/g
    while (at < line.length) {
      marks.lastIndex = at
      const open = marks.exec(line)?.index ?? -1
      if (open < 0) break
      const mark = line.charAt(open)
      parts.push(line.slice(at, open))
      const found = this.#at(line, open, mark)
      if (found === undefined) {
        // `%%` is a percent sign in a file; `%1` is an argument.
        parts.push(mark)
        at = open + (line.startsWith('%%', open) ? 2 : 1)
        continue
      }
      if (found.value === undefined) {
        variables.add(found.name)
        parts.push(FOLDERS.get(found.name) ?? line.slice(open, found.end))
      } else parts.push(found.value)
      if (found.isSlice) slices++
      at = found.end
      this.#added += found.value?.length ?? 0
    }
    parts.push(line.slice(at))
    return { text: parts.join(''), variables: [...variables].slice(0, 100), slices }
  }

  #at(
    line: string,
    open: number,
    mark: string,
  ):
    | { readonly name: string; readonly value: string | undefined; readonly end: number; readonly isSlice: boolean }
    | undefined {
    const match = /^[%!]([^%!:\s=&|<>"^]{1,100})(?::([^%!]{1,200}))?/.exec(line.slice(open, open + 320))
    const [all = '', name = '', operation] = match ?? []
    if (match === null || line.charAt(open + all.length) !== mark) return undefined
    const lower = name.toLowerCase()
    const value = this.#added > MOST_ADDED ? undefined : this.#values.get(lower)
    const end = open + all.length + 1
    if (value === undefined || operation === undefined) return { name: lower, value, end, isSlice: false }
    const slice = /^~\s*(-?\d{1,6})(?:\s*,\s*(-?\d{1,6}))?$/.exec(operation)
    if (slice !== null) {
      const text = sliced(value, Number(slice[1]), slice[2] === undefined ? undefined : Number(slice[2]))
      return { name: lower, value: text, end, isSlice: text.length < 4 }
    }
    const equals = operation.indexOf('=')
    const old = operation.slice(0, equals)
    const replaced = equals > 0 ? replaceAll(value, old, operation.slice(equals + 1)) : value
    return { name: lower, value: replaced, end, isSlice: replaced !== value }
  }
}

function sliced(value: string, from: number, length: number | undefined): string {
  const start = from < 0 ? Math.max(0, value.length + from) : from
  if (length === undefined) return value.slice(start)
  return length < 0 ? value.slice(start, Math.max(start, value.length + length)) : value.slice(start, start + length)
}

/** cmd.exe does not tell capitals apart here; `*old` replaces everything up to it. */
function replaceAll(value: string, old: string, instead: string): string {
  const lower = value.toLowerCase()
  const wanted = old.replace(/^\*/, '').toLowerCase()
  if (wanted === '') return value
  if (old.startsWith('*')) {
    const place = lower.indexOf(wanted)
    return place < 0 ? value : instead + value.slice(place + wanted.length)
  }
  const parts: string[] = []
  let at = 0
  for (let place = lower.indexOf(wanted); place >= 0; place = lower.indexOf(wanted, at)) {
    parts.push(value.slice(at, place), instead)
    at = place + wanted.length
  }
  parts.push(value.slice(at))
  const text = parts.join('')
  return text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE) : text
}
