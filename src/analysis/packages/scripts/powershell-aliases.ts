/** Aliases of PowerShell 5.1 and 7 (`Get-Alias`), and programs that it takes for them, by their names in lower case. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iex: 'invoke-expression', iwr: 'invoke-webrequest', curl: 'invoke-webrequest', wget: 'invoke-webrequest', irm: 'invoke-restmethod',
    gc: 'get-content', cat: 'get-content', type: 'get-content', sc: 'set-content', ac: 'add-content', gci: 'get-childitem', ls: 'get-childitem', dir: 'get-childitem',
    saps: 'start-process', start: 'start-process', ni: 'new-item', sp: 'set-itemproperty', gp: 'get-itemproperty', gpv: 'get-itempropertyvalue',
    '%': 'foreach-object', foreach: 'foreach-object', '?': 'where-object', where: 'where-object', echo: 'write-output', write: 'write-output',
    sv: 'set-variable', set: 'set-variable', gv: 'get-variable', nv: 'new-variable', sal: 'set-alias', nal: 'new-alias', gcb: 'get-clipboard', scb: 'set-clipboard',
    ri: 'remove-item', rm: 'remove-item', del: 'remove-item', erase: 'remove-item', rd: 'remove-item', rmdir: 'remove-item',
    cp: 'copy-item', copy: 'copy-item', cpi: 'copy-item', mv: 'move-item', move: 'move-item', mi: 'move-item', icm: 'invoke-command', gcm: 'get-command',
    gwmi: 'get-wmiobject', iwmi: 'invoke-wmimethod', gcim: 'get-ciminstance', icim: 'invoke-cimmethod', sleep: 'start-sleep', ipmo: 'import-module', select: 'select-object',
    sls: 'select-string', sort: 'sort-object', ft: 'format-table', fl: 'format-list', ps: 'get-process', gps: 'get-process', kill: 'stop-process', spps: 'stop-process',
    ii: 'invoke-item', pwd: 'get-location', cd: 'set-location', sl: 'set-location', md: 'mkdir', measure: 'measure-object', tee: 'tee-object', iwsp: 'invoke-webrequest',
  }),
) // prettier-ignore

/** The full name of a command in lower case, without module, path and `.exe`. */
export function commandName(written: string): string {
  const bare = written.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, '')
  const plain = bare.slice(Math.max(bare.lastIndexOf('\\'), bare.lastIndexOf('/')) + 1)
  return ALIASES.get(plain) ?? plain
}

/** Commands that a pattern of `Get-Command` means: `*ke-ex*`, `i?x`. */
export function commandLike(pattern: string): string | undefined {
  const plain = pattern.toLowerCase()
  if (plain.length > 60 || !/[*?]/.test(plain)) return undefined
  const wanted = [
    'iex',
    'invoke-expression',
    'invoke-webrequest',
    'iwr',
    'invoke-restmethod',
    'irm',
    'new-object',
    'start-process',
  ]
  return wanted.find((name) => isLike(name, plain))
}

/** `*` and `?` as shells match them, without going back more than to the last star. */
function isLike(text: string, pattern: string): boolean {
  let at = 0
  let place = 0
  let star = -1
  let mark = 0
  while (at < text.length) {
    if (place < pattern.length && (pattern.charAt(place) === '?' || pattern.charAt(place) === text.charAt(at))) {
      at++
      place++
    } else if (pattern.charAt(place) === '*') {
      star = place++
      mark = at
    } else if (star >= 0) {
      place = star + 1
      at = ++mark
    } else return false
  }
  return /^\**$/.test(pattern.slice(place))
}
