import { type CommandBehaviour, commandBehaviours } from '../command-behaviours.ts'

/** Words with which a command in a string begins; a name alone is none. */
const COMMAND =
  /(?:^|[\s;|&"'(`])(?:curl|wget) [^\n]{0,200}(?:https?:|-[a-zA-Z])|(?:^|[\s"'\\])powershell(?:\.exe)? +-|\bcmd(?:\.exe)? \/[ckCK] |\/bin\/(?:ba|da|z)?sh -[ci] |\bchmod (?:\+x|0?[0-7]{3}) \S|\bcrontab -|\blaunchctl (?:load|bootstrap)|\bschtasks(?:\.exe)? \/create|\breg(?:\.exe)? add |\bcertutil(?:\.exe)? -|\bbitsadmin |\brm -rf [~/$*]|\bosascript -e|\bnpm publish\b|\bgh (?:auth|repo) |\bhistory -c\b|\bnc -[a-z]*e\b/

const LONGEST_COMMAND = 2000

/** Is there a command in a string? */
export function isCommand(text: string): boolean {
  return text.length <= LONGEST_COMMAND && COMMAND.test(text)
}

/** What the command in a string does. */
export function commandStringBehaviours(text: string): readonly CommandBehaviour[] {
  return commandBehaviours(text.trim().slice(0, LONGEST_COMMAND))
}
