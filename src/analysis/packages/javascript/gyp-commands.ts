/** A command that node-gyp runs while it makes or follows the rules of a build. */
export interface GypCommand {
  readonly command: string
  /** 1-based. */
  readonly line: number
}

/**
 * What a build file of gyp runs: command expansions (`<!(…)`, `<!@(…)`, also with `>` and `^`), which run as soon as the file is read, and the
 * actions of targets and rules (gyp, "Input Format Reference"). The file is written as a literal of Python; it is not evaluated, its texts are
 * looked through. Linear in the text.
 */
export function gypCommands(text: string): readonly GypCommand[] {
  const found: GypCommand[] = []
  let line = 1
  let counted = 0
  /** Words of the list behind `action`, while it is open. */
  let action: { readonly words: string[]; readonly line: number; isOpen: boolean } | undefined
  for (const token of text.slice(0, LONGEST).matchAll(TOKENS)) {
    if (found.length >= MOST) break
    for (; counted < token.index; counted++) if (text.charCodeAt(counted) === 0x0a) line++
    const [written, literal = ''] = [token[0], token[1] ?? token[2]]
    if (written === '[' && action !== undefined) action.isOpen = true
    if (written === ']' && action?.isOpen === true) {
      if (action.words.length > 0) found.push({ command: action.words.join(' '), line: action.line })
      action = undefined
    }
    if (token[1] === undefined && token[2] === undefined) continue
    const value = literal.replaceAll(/\\(.)/gs, '$1')
    found.push(...expansions(value).map((command) => ({ command, line })))
    if (action?.isOpen === true) action.words.push(quoted(value))
    else action = /^action[?+=]?$/.test(value) ? { words: [], line, isOpen: false } : undefined
  }
  return found.slice(0, MOST)
}

const LONGEST = 1024 * 1024
const MOST = 200

/** Texts, brackets, and comments, which hide both. A text that does not end is one to the end: nothing is read twice. */
const TOKENS = /'((?:[^'\\]|\\[^])*)(?:'|\\?$)|"((?:[^"\\]|\\[^])*)(?:"|\\?$)|#[^\n]*|[[\]]/g

function expansions(value: string): readonly string[] {
  // `<!pymod_do_main(module words)` is given to a function of a module of Python.
  const [, ...rest] = value.split(/[<>^]!@?(?=\(|pymod_do_main\()/, MOST)
  return rest.map((one) => {
    const opened = one.indexOf('(') + 1
    const command = one.slice(opened, Math.max(one.lastIndexOf(')'), 0) || one.length).trim()
    if (opened > 1) return `python ${(/^[\w.]{1,200}/.exec(command)?.[0] ?? '').replaceAll('.', '/')}.py`
    return command.startsWith('[') ? command.replaceAll(/[[\],]/g, ' ') : command
  })
}

/** Words of a list come to the program as they are. */
function quoted(word: string): string {
  return /^[\w./@:+=<>()-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`
}
