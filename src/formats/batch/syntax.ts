/** One command of a batch file as cmd.exe sees it after its variables were put in. */
export interface BatchCommand {
  /** The name of the program and its arguments; quotes are gone where they surround a word. */
  readonly words: readonly string[]
  /** The whole command, variables put in and carets taken out. */
  readonly text: string
  readonly offset: number
  /** What joins it to the command before it. */
  readonly after: ';' | '&&' | '||' | '|' | '&'
  readonly redirects: readonly { readonly operator: string; readonly target: string }[]
  /** Variables of the environment that it names and the file never sets; lower case. */
  readonly variables: readonly string[]
  /** Its name was put together of pieces of variables, or with carets between the letters. */
  readonly isDisguised: boolean
}

/** A batch file as commands in the order of the text. */
export interface BatchScript {
  readonly commands: readonly BatchCommand[]
  /** It was longer than what is read. */
  readonly isCut: boolean
}
