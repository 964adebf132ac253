/**
 * What a piece of code does that a reviewer of packages wants to know: facts, of any language, without a verdict. The closed set
 * comes from what malicious packages of 2022 to 2026 did (torchtriton, Nx, chalk and debug, Shai-Hulud, litellm, axios, lightning)
 * and from what honest ones do as well. One alone says little; the role of the file, the moment, the flow and what is new weigh.
 */
export type BehaviourKind =
  /** Reads the whole environment (subject `*`) or variables named like secrets (subject: the name). */
  | 'read-environment'
  /** Reads or looks for a file of the user that holds secrets: `~/.npmrc`, `~/.ssh`, `~/.aws/credentials`, `.git/config`, `.env` … */
  | 'read-secret-file'
  /** Reads profiles, cookies, logins or extensions of a browser. */
  | 'browser-store'
  /** Touches wallets or their keys: files of wallets, `window.ethereum`, seed phrases. */
  | 'wallet'
  /** Reads what is on the clipboard, or replaces it. */
  | 'clipboard'
  /** Takes pictures of the screen or follows the keyboard. */
  | 'spy'
  /** Host name, user name, addresses, platform, working directory, public address: what tells who the victim is. */
  | 'host-facts'
  /** Asks the metadata service of a cloud for credentials. */
  | 'cloud-metadata'
  /** Runs a scanner for secrets, or walks the home folder for names of secret files. */
  | 'hunt-secrets'
  /** Turns something of the above into base64, hexadecimal, JSON, compressed or enciphered text. */
  | 'encode'
  /** Sends a request or opens a connection; subject: the host, or `?` when only the run can tell. */
  | 'network'
  /** Asks the name service for a name that is put together; data leaves in the name. */
  | 'dns'
  /** Fetches something that is kept or run: an answer of the network written to a file, `curl -o`, a package manager in code. */
  | 'download'
  /** Starts a program; subject: its name, or `?`. */
  | 'execute'
  /** Runs text as code: `eval`, `Function`, `vm`, `exec`, `compile`, `marshal.loads`, `module._compile`. */
  | 'evaluate'
  /** Gives an input or output of the network to a shell. */
  | 'reverse-shell'
  /** Loads a module whose name only the run can tell, or a native library. */
  | 'dynamic-import'
  | 'write-file'
  /** Writes a file and makes it executable, or starts it. */
  | 'write-executable'
  /** Makes sure to be started again: profiles of shells, cron, systemd, LaunchAgents, Run keys, startup folders, `.pth` files. */
  | 'persist'
  /** Publishes packages, or rewrites manifests and archives of packages that are then published. */
  | 'publish-package'
  /** Creates repositories or makes them public, pushes commits, registers runners. */
  | 'publish-repository'
  /** Writes a workflow of continuous integration. */
  | 'write-workflow'
  /** Writes instructions, hooks or settings of coding assistants and editors. */
  | 'write-assistant-configuration'
  /** Starts a coding assistant; subject: its name; the evidence has the options that skip its questions. */
  | 'assistant-command'
  /** Replaces functions of the runtime, of the browser or of other packages: `fetch`, `XMLHttpRequest`, `Module._load`, `window.ethereum`. */
  | 'hook-runtime'
  /** Deletes or overwrites what belongs to the user. */
  | 'destroy'
  /** Mines. */
  | 'mine'
  /** Hides what it does: detached without output, own files removed, output silenced, waits for a date, asks for a debugger. */
  | 'hide'
  /** The code is made unreadable; subject: how (`string-table`, `packed`, `jsfuck`, `hidden-characters`, `bidirectional-text`, `look-alikes`, `encoded-code`, `far-right`). */
  | 'obfuscation'
  /** Something starts with the installation; subject: the hook; the evidence has the command. */
  | 'install-hook'
  /** Part of the file was not understood; nothing is known of what it does. */
  | 'unread'

/** When it happens: with the installation of the package, when it is imported, when somebody calls it, or not known. */
export type BehaviourMoment = 'install' | 'import' | 'call' | 'unknown'

/** 1-based line and column in a file of the package. */
export interface BehaviourPlace {
  readonly path: string
  readonly line: number
  readonly column?: number
}

/** Where data comes from that reaches a behaviour. */
export type TaintSource =
  /** The whole environment, or a variable named like a secret. */
  | 'environment'
  | 'secret-file'
  | 'browser-store'
  | 'wallet'
  | 'clipboard'
  | 'spy'
  | 'host-facts'
  | 'cloud-metadata'
  /** What a program printed that was started. */
  | 'command-output'
  /** The answer of a host. */
  | 'network'
  /** A constant of the package that is decoded, decompressed or deciphered. */
  | 'decoded'
  /** A file of which nothing more is known. */
  | 'file'

/** One source and its way. */
export interface Taint {
  readonly source: TaintSource
  /** As in the behaviour that reads it: a path, a variable, a host. */
  readonly subject: string
  readonly place: BehaviourPlace
  /** What was done to it on the way, in order: `json`, `base64`, `hex`, `url`, `gzip`, `encrypt`, `hash`. */
  readonly through: readonly string[]
}

/** One thing the code does. */
export interface Behaviour {
  readonly kind: BehaviourKind
  /** What it is done to or with: a path, a host, a program, the name of a variable; `?` when only the run can tell. */
  readonly subject: string
  readonly place: BehaviourPlace
  readonly when: BehaviourMoment
  /** What flows into it, each source once. */
  readonly inputs: readonly Taint[]
  /** What was found, in words of the code, at most 200 characters: `node:child_process.exec("curl …")`. */
  readonly evidence: string
}
