import { isHostVariable, isSecretVariable } from '../known-places.ts'
import { type PsScope, type PsValue, textValue, UNKNOWN, withTaints } from './powershell-value.ts'
import { UNKNOWN_PART } from './script-value.ts'

/** What a variable of the environment holds on most machines, and what reading it means. */
export function environmentValue(name: string, scope: PsScope): PsValue {
  const known = ENVIRONMENT.get(name)
  if (known !== undefined) return textValue(known)
  const upper = name.toUpperCase()
  if (isSecretVariable(upper)) {
    scope.tell('read-environment', upper)
    return withTaints(UNKNOWN, [scope.taint('environment', upper)])
  }
  return isHostVariable(upper) ? hostFact(upper, scope) : UNKNOWN
}

/** Defaults of Windows that obfuscators take letters from, and the folders of the user. */
const ENVIRONMENT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    comspec: 'C:\\Windows\\system32\\cmd.exe',
    windir: 'C:\\Windows',
    systemroot: 'C:\\Windows',
    public: 'C:\\Users\\Public',
    programfiles: 'C:\\Program Files',
    programdata: 'C:\\ProgramData',
    allusersprofile: 'C:\\ProgramData',
    pathext: '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC',
    userprofile: '~',
    homepath: '~',
    home: '~',
    appdata: '~/AppData/Roaming',
    localappdata: '~/AppData/Local',
    temp: '…/Temp',
    tmp: '…/Temp',
  }),
)

/** Variables that PowerShell itself sets. */
export const AUTOMATIC: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pshome: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
    shellid: 'Microsoft.PowerShell',
    verbosepreference: 'SilentlyContinue',
    home: '~',
    profile: '~/Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1',
    null: '',
    true: 'True',
    false: 'False',
    myinvocation: '<this>',
    pscommandpath: '<this>',
  }),
)

/** The whole environment, which is told. */
export function environmentOf(scope: PsScope): PsValue {
  scope.tell('read-environment', '*')
  return { text: UNKNOWN_PART, taints: [scope.taint('environment', '*')] }
}

/** A fact of the machine, which is told. */
export function hostFact(subject: string, scope: PsScope): PsValue {
  scope.tell('host-facts', subject)
  return { text: UNKNOWN_PART, taints: [scope.taint('host-facts', subject)] }
}

/** What only the person before the screen should see: asking for it is told. */
export function spied(kind: 'clipboard' | 'spy', subject: string, scope: PsScope): PsValue {
  scope.tell(kind, subject)
  return { text: UNKNOWN_PART, taints: [scope.taint(kind, subject)] }
}
