import type { RuleId } from '../../src/model/finding.ts'
import type { SecretCases, SpecimenMaker } from '../../src/analysis/secrets/secret-cases.ts'

type Value = (make: SpecimenMaker) => string

/** What a rule's specimens differ in from those of a token of fixed length with a prefix of its own. */
export interface SpecimenOptions {
  /** The value may be shorter or longer: cutting some of it off still gives one. */
  readonly open?: true
  /** The name belongs to what is looked for: without it the same value is none. */
  readonly named?: true
  /** Further texts with a value, and without one. */
  readonly found?: (make: SpecimenMaker) => readonly { readonly text: string; readonly value: string }[]
  readonly notFound?: (make: SpecimenMaker) => readonly string[]
}

/** The ways people leave a value in a file: each gives the text of a small file. */
export const FORMS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `DEBUG=1\n${name}=${value}\nPORT=8080\n`,
  (name, value) => `export ${name}="${value}"\n`,
  (name, value) => `import os\nos.environ["${name}"] = "${value}"\n`,
  (name, value) => `${name.toLowerCase()}: str = '${value}'  # do not commit\n`,
  (name, value) => `{\n  "${name.toLowerCase()}": "${value}",\n  "retries": 3\n}\n`,
  (name, value) => `env:\n  - name: x\n  ${name}: ${value}\n`,
  (name, value) => `{"cells": [{"outputs": [{"text": ["${name}=${value}\\n", "done\\n"]}]}]}`,
  (name, value) => `{"source": ["${name.toLowerCase()} = \\"${value}\\"\\n"]}`,
  (name, value) => `curl -s -H "${name}: ${value}" https://api.example/v1/models\n`,
]

/** Cases of a rule: the value in every form; cut off, inside something longer, as a placeholder, without its name. */
export function specimens(rule: RuleId, name: string, value: Value, options: SpecimenOptions = {}): SecretCases {
  return {
    rule,
    found: (make) => [...FORMS.map((form) => specimen(form, name, value(make))), ...(options.found?.(make) ?? [])],
    notFound: (make) => [
      ...(options.open === true ? [] : [`${name}=${value(make).slice(0, -1)}\n`]),
      `${name}=Z${value(make)}Z\n`,
      `${name}=${placeholder(value(make))}\n`,
      ...(options.named === true ? [`VALUE=${value(make)}\n`] : []),
      ...(options.notFound?.(make) ?? []),
    ],
  }
}

/** Cases of a rule whose value cannot stand in every form. */
export function ownSpecimens(
  rule: RuleId,
  found: SecretCases['found'],
  notFound: SecretCases['notFound'],
): SecretCases {
  return { rule, found, notFound }
}

function specimen(
  form: (name: string, value: string) => string,
  name: string,
  value: string,
): { readonly text: string; readonly value: string } {
  return { text: form(name, value), value }
}

/** The start of a value and then the letter x, as in documentation. */
function placeholder(value: string): string {
  return `${value.slice(0, Math.min(8, value.length >> 2))}${'x'.repeat(value.length - Math.min(8, value.length >> 2))}`
}
