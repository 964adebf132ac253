import type { JavaScriptArgument, JavaScriptUse } from '../../../formats/javascript/module.ts'
import { fieldOf } from '../flow/argument-facts.ts'
import { hostOf, knownHost } from '../known-places.ts'
import { ownTexts } from './argument-facts.ts'

/** The host a use of the network talks to; undefined where only the run can tell. */
export function networkHost(use: JavaScriptUse): string | undefined {
  for (const argument of use.arguments) {
    const host = hostIn(argument)
    if (host !== undefined) return host
  }
  return /^node:(?:net|tls)\.\w+$/.test(use.name) ? ownTexts(use.arguments[1])[0]?.slice(0, 255) : undefined
}

function hostIn(argument: JavaScriptArgument): string | undefined {
  for (const text of ownTexts(argument)) {
    const host = knownHost(hostOf(text))
    if (host !== undefined) return host
  }
  for (const field of ['hostname', 'host', 'url', 'uri', 'baseURL', 'href']) {
    for (const text of ownTexts(fieldOf(argument, field))) {
      const host = knownHost(
        hostOf(text) ?? (/^[\w.-]+(?::\d+)?$/.test(text) ? text.replace(/:\d+$/, '').toLowerCase() : undefined),
      )
      if (host !== undefined) return host
    }
  }
  return undefined
}

/** The path that is asked for, as far as it is known. */
export function networkPath(use: JavaScriptUse): string {
  const texts = use.arguments.flatMap((argument) => [
    ...ownTexts(argument),
    ...ownTexts(fieldOf(argument, 'path')),
    ...ownTexts(fieldOf(argument, 'url')),
  ])
  return texts.join(' ').slice(0, 2000)
}
