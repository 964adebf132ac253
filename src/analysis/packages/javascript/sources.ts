import type { JavaScriptModule, JavaScriptUse } from '../../../formats/javascript/module.ts'
import { textsOf } from '../flow/argument-facts.ts'
import type { FlowLanguage, FlowSource, Meaning } from '../flow/flow-language.ts'
import { isHostVariable, isMetadataHost, isSecretVariable, readPlace, sourceOfPlace } from '../known-places.ts'
import { evidenceOf, ownTexts } from './argument-facts.ts'
import { networkHost } from './network-host.ts'
import {
  executes,
  hostFact,
  isClipboard,
  isContentRead,
  isFileRead,
  isNameService,
  isNetwork,
  isWallet,
  spies,
  transform,
} from './use-names.ts'

/** What a module means to the flow of data. */
export function javascriptLanguage(module: JavaScriptModule): FlowLanguage<JavaScriptUse> {
  // Does the module go through the whole environment?
  const enumerates = module.uses.some(({ kind, name }) => kind === 'reference' && name === 'global.process.env')
  return {
    sourceOf: (use) => sourceOf(use, enumerates),
    meaningOf: (use) => meaningOf(use, enumerates),
    evidenceOf,
  }
}

/** What a use reads; undefined when it reads nothing that is of interest. `enumerates`: does the module go through the whole environment? */
function sourceOf(use: JavaScriptUse, enumerates: boolean): FlowSource | undefined {
  const { name } = use
  if (name.startsWith('global.process.env')) return environmentSource(name, enumerates)
  if (use.kind === 'assign') return undefined
  if (isWallet(name)) return { source: 'wallet', subject: name.slice(7).split('.')[0] ?? '', kind: 'wallet' }
  if (name === 'global.document.cookie') return { source: 'browser-store', subject: 'cookies', kind: 'browser-store' }
  if (use.kind === 'reference') return undefined
  const fact = hostFact(name)
  if (fact !== undefined)
    return { source: 'host-facts', subject: fact, kind: fact === 'homedir' ? undefined : 'host-facts' }
  if (isClipboard(name)) return { source: 'clipboard', subject: name.slice(name.indexOf(':') + 1), kind: 'clipboard' }
  if (spies(name)) return { source: 'spy', subject: name.slice(4), kind: 'spy' }
  if (isFileRead(name)) return fileSource(use)
  if (isNetwork(name)) return networkSource(use)
  if (executes(name) !== undefined) return { source: 'command-output', subject: commandOf(use), kind: undefined }
  return undefined
}

function environmentSource(name: string, enumerates: boolean): FlowSource | undefined {
  const variable = /^global\.process\.env(?:\.([^.()[\]]+)|(\[\]))?/.exec(name)
  if (variable === null) return undefined
  if (variable[2] !== undefined)
    return enumerates ? { source: 'environment', subject: '*', kind: undefined } : undefined
  const own = variable[1]
  // Naming the environment is not reading it; that is decided by where it goes.
  if (own === undefined) return { source: 'environment', subject: '*', kind: undefined }
  if (isSecretVariable(own)) return { source: 'environment', subject: own, kind: 'read-environment' }
  return isHostVariable(own) ? { source: 'host-facts', subject: own, kind: 'host-facts' } : undefined
}

function fileSource(use: JavaScriptUse): FlowSource | undefined {
  for (const { value } of textsOf(use.arguments[0])) {
    const known = readPlace(value)
    const source = known === undefined ? undefined : sourceOfPlace(known)
    if (known !== undefined && source !== undefined) return { source, subject: known.subject, kind: known.kind }
  }
  if (!isContentRead(use.name)) return undefined
  return { source: 'file', subject: ownTexts(use.arguments[0])[0]?.slice(0, 120) ?? '?', kind: undefined }
}

function networkSource(use: JavaScriptUse): FlowSource {
  const host = networkHost(use) ?? '?'
  return isMetadataHost(host)
    ? { source: 'cloud-metadata', subject: host, kind: 'cloud-metadata' }
    : { source: 'network', subject: host, kind: undefined }
}

function commandOf(use: JavaScriptUse): string {
  return ownTexts(use.arguments[0])[0]?.trim().split(/\s/)[0]?.slice(0, 60) ?? '?'
}

/** What a use means on the way of data. */
function meaningOf(use: JavaScriptUse, enumerates: boolean): Meaning {
  if (sourceOf(use, enumerates) !== undefined) return SOURCE
  const { name } = use
  if (name.startsWith('global.process.env') || ENDS.test(name) || isNameService(name)) return END
  const encoding = use.arguments.find(({ type }) => type === 'text')?.value
  return {
    kind: 'way',
    through: transform(name, name.startsWith('global.Buffer.from') ? bufferEncoding(use) : encoding) ?? '',
  }
}

const SOURCE: Meaning = { kind: 'source' }
const END: Meaning = { kind: 'end' }

/** `Buffer.from(x, "base64")` decodes, `buffer.toString("base64")` encodes; both are the same word. */
function bufferEncoding(use: JavaScriptUse): string | undefined {
  return use.name.endsWith('.toString') ? use.arguments[0]?.value : use.arguments[1]?.value
}

/** What they give are numbers, truths and handles, not what they were given. */
const ENDS =
  /^(?:require|import|global\.(?:parseInt|parseFloat|Number|Boolean|isNaN|setTimeout|setInterval|clearTimeout|console\.\w+|Array\.isArray|Object\.(?:is|defineProperty))|node:fs\.(?:exists\w*|stat\w*|access\w*|mkdir\w*|unlink\w*|rm\w*|chmod\w*)|node:events\.(?:listenerCount|getEventListeners|setMaxListeners)|node:path\.(?:isAbsolute|relative|extname)|node:crypto\.(?:random\w+|timingSafeEqual)|node:assert\b.{0,40})$|\.(?:includes|startsWith|endsWith|test|indexOf|lastIndexOf|has|localeCompare|hasOwnProperty)$/
