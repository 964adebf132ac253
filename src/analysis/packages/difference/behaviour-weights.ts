import type { Behaviour, BehaviourKind, BehaviourMoment, TaintSource } from '../behaviour.ts'

/**
 * How much it says that a release does this and the one before did not, were it done with the installation or at import. What only malice needs
 * (reference, section 4) stands high; what ordinary updates bring every week stands low. Hosts and obfuscation are changes of their own.
 */
export const CAPABILITY_WEIGHTS: Readonly<Record<BehaviourKind, number>> = {
  'reverse-shell': 0.95,
  mine: 0.9,
  'assistant-command': 0.85,
  destroy: 0.7,
  'hunt-secrets': 0.8,
  'publish-package': 0.8,
  'publish-repository': 0.8,
  'write-workflow': 0.8,
  'write-assistant-configuration': 0.7,
  persist: 0.7,
  'browser-store': 0.8,
  wallet: 0.7,
  'cloud-metadata': 0.6,
  spy: 0.7,
  'read-secret-file': 0.6,
  'write-executable': 0.55,
  hide: 0.5,
  clipboard: 0.45,
  download: 0.45,
  dns: 0.4,
  execute: 0.35,
  network: 0.35,
  evaluate: 0.3,
  'hook-runtime': 0.3,
  'host-facts': 0.2,
  'read-environment': 0.2,
  unread: 0.2,
  'write-file': 0.1,
  'dynamic-import': 0.1,
  encode: 0,
  obfuscation: 0,
  'install-hook': 0,
}

/** When nobody calls it, nobody is harmed. */
export const MOMENT_WEIGHTS: Readonly<Record<BehaviourMoment, number>> = {
  install: 1,
  import: 1,
  unknown: 0.6,
  call: 0.35,
}

/** What should not leave the machine; that it does in a new way says more than either end. */
export const SECRET_SOURCES: ReadonlySet<TaintSource> = new Set([
  'environment',
  'secret-file',
  'browser-store',
  'wallet',
  'clipboard',
  'spy',
  'cloud-metadata',
])

/** Where data leaves, or where what came from outside is run. */
const LEAVES: ReadonlySet<BehaviourKind> = new Set(['network', 'dns', 'publish-repository', 'reverse-shell'])
const RUNS: ReadonlySet<BehaviourKind> = new Set(['evaluate', 'execute', 'write-executable'])

/** The flow that this is, as `source -> kind`; those that say something only. */
export function tellingFlows({ kind, inputs }: Behaviour): readonly string[] {
  const sources = [...new Set(inputs.map(({ source }) => source))]
  const telling = sources.filter((source) =>
    LEAVES.has(kind) ? SECRET_SOURCES.has(source) : RUNS.has(kind) && (source === 'network' || source === 'decoded'),
  )
  return telling.map((source) => `${source} -> ${kind}`)
}

export const NEW_FLOW = 0.85
