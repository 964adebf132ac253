import { excerpt } from '../../../base/escape.ts'
import type { ModelObservation } from '../observation.ts'
import type { ConfigNode } from './config-walk.ts'

/**
 * Texts of a configuration that are more than text: interpolations of OmegaConf whose resolver computes or reads the
 * environment, and `$` expressions, which MONAI hands to `eval`. Linear in the text.
 */
export function judgeConfigText({ value, inside }: ConfigNode, around: Around): readonly ModelObservation[] {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return []
  const text = value.value
  const found = text.includes('${') ? interpolation(text, around) : undefined
  const expression = around.usesMonai && /^\$[^{]/.test(text) ? monai(text) : undefined
  return [found, expression]
    .filter((one) => one !== undefined)
    .map((one) => ({ ...one, where: { inside: inside(), byte: value.offset } }))
}

/** The file around a text. */
interface Around {
  /** Does it name targets? Then a dollar sign begins an expression. */
  readonly usesMonai: boolean
  /** Beside the code it configures a file may read what it needs; with the weights it has no reason to. */
  readonly inArchive: boolean
}

type Found = Omit<ModelObservation, 'where'>

/** Names that show more than arithmetic, as whole words. */
const DANGEROUS =
  /\b(?:os\s*\.\s*(?:system|popen|exec\w*|spawn\w*|remove|environ)|subprocess|eval|exec|compile|__\w+__|open|socket|urllib|requests|pickle|ctypes|builtins|importlib|globals|getattr|shutil\s*\.\s*rmtree|torch\s*\.\s*hub)\b/

const RESOLVER = /\$\{\s*([A-Za-z_][\w.]{0,60})\s*:/g

function interpolation(text: string, { inArchive }: Around): Found | undefined {
  for (const [, resolver = ''] of text.slice(0, 10_000).matchAll(RESOLVER)) {
    if (/^(?:eval|exec|python|py|code|lambda)$/i.test(resolver)) return evaluated(text, resolver)
    if (/^(?:oc\.)?env$/.test(resolver) && inArchive && SECRET.test(text)) return environment(text)
  }
  return undefined
}

const SECRET = /(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|CREDENTIAL)/i

function evaluated(text: string, resolver: string): Found | undefined {
  if (!DANGEROUS.test(text.slice(0, 100_000).replaceAll(RESOLVER, ''))) return undefined
  return {
    id: 'hydra/evaluated-text',
    severity: 'critical',
    title: `The configuration has ${excerpt(text, 120)} evaluated`,
    why: `A resolver called ${excerpt(resolver, 40)} is usually Python's own eval; the text reaches more than arithmetic needs.`,
    cwe: 'CWE-95',
    atlas: 'AML.T0011.000',
    fix: 'Do not load the configuration with a program that registers such a resolver.',
  }
}

function environment(text: string): Found {
  return {
    id: 'hydra/environment',
    severity: 'medium',
    title: `The configuration of the model reads a secret of the environment: ${excerpt(text, 100)}`,
    why: 'The value becomes an argument of whatever the configuration calls.',
    cwe: 'CWE-526',
    fix: 'Give the value to the program itself, or ask the author what the model needs it for.',
  }
}

function monai(text: string): Found | undefined {
  // The usual `$import glob` and `$import os` bring a module into reach and do nothing else.
  if (/^\$\s*import\s+[\w., ]+$/.test(text) && !/\b(?:subprocess|socket|ctypes|pickle|importlib|pty)\b/.test(text))
    return undefined
  if (!DANGEROUS.test(text.slice(0, 100_000))) return undefined
  return {
    id: 'hydra/evaluated-text',
    severity: 'critical',
    title: `The MONAI configuration has ${excerpt(text, 120)} evaluated`,
    why: 'A text that begins with $ is a Python expression, which MONAI evaluates when the bundle is parsed.',
    cwe: 'CWE-95',
    atlas: 'AML.T0011.000',
    fix: 'Do not run the bundle; read its configuration first.',
  }
}
