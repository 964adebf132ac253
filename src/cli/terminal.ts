import { visible } from '../base/escape.ts'

/** A stream that text goes to. */
export interface TextStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Where people look. Reports go to `out`; progress, notes and errors go to `note`, so that `assay scan > file` stays clean. */
export interface Terminal {
  out(text: string): void
  note(line: string): void
  /** Is stdout a place for colours? NO_COLOR (no-color.org) and FORCE_COLOR decide before the kind of stream does. */
  readonly colour: boolean
  /** Columns of stdout; 100 where nobody says. */
  readonly width: number
  /** A line that rewrites itself while work goes on; does nothing before the first second, plain lines when not a terminal. */
  progress(quiet: boolean): ProgressLine
}

/** `text` is shown as it is now; done() removes it. */
export interface ProgressLine {
  update(text: string): void
  done(): void
}

/** Milliseconds before progress is worth showing, between rewrites of the line, and between plain lines. */
const PACE = { first: 1000, rewrite: 100, plain: 10_000 }

/** A terminal over two streams. */
export function terminalOver(
  stdout: TextStream,
  stderr: TextStream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  return {
    out: (text) => void stdout.write(text),
    note: (line) => void stderr.write(`${line}\n`),
    colour: wantsColour(stdout, environment),
    width: Math.max(60, Math.min(stdout.columns ?? Number(environment['COLUMNS'] ?? 100), 160)) || 100,
    progress: (quiet) => (quiet ? SILENT : stderr.isTTY === true ? rewriting(stderr) : plain(stderr)),
  }
}

function wantsColour(stream: TextStream, environment: Readonly<Record<string, string | undefined>>): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && environment['TERM'] !== 'dumb'
}

const SILENT: ProgressLine = { update: () => {}, done: () => {} }

function rewriting(stream: TextStream): ProgressLine {
  let next = performance.now() + PACE.first
  let shown = false
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[K')
    shown = false
  }
  return {
    update: (text) => {
      if (performance.now() < next) return
      next = performance.now() + PACE.rewrite
      stream.write(`\r\u001b[K${visible(text).slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`)
      shown = true
    },
    done: clear,
  }
}

function plain(stream: TextStream): ProgressLine {
  let next = performance.now() + PACE.first
  return {
    update: (text) => {
      if (performance.now() < next) return
      next = performance.now() + PACE.plain
      stream.write(`${visible(text)}\n`)
    },
    done: () => {},
  }
}
