import type { TaintSource } from '../behaviour.ts'
import { hostOf, isMetadataHost } from '../known-places.ts'
import { fromBase64, reversed, rot13 } from './decode-text.ts'
import { hostIn, huntsSecrets, isTokenCommand } from './program-rules.ts'
import { changedValue, joinTaints, plainValue, type ScriptValue, taintedValue, UNKNOWN_PART } from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'
import {
  archive,
  base64,
  compress,
  decoded,
  decompress,
  digest,
  encrypt,
  hexDump,
  rewritten,
} from './shell-decoded-output.ts'
import { content, fileOf, tail, whole } from './shell-file-content.ts'
import { echo, printf } from './shell-printed-text.ts'
import { cut, substitute, translate } from './shell-text-filters.ts'

/** What a program prints, as far as it is known, with where that comes from. Nothing is run. */
export function outputOf(call: ShellCall, context: CallContext): ScriptValue {
  const writer = OUTPUTS.get(call.program)
  if (writer !== undefined) return writer(call, context)
  const source = SOURCES.get(call.program)
  if (source !== undefined) return taintedValue(context.taint(source, call.program))
  if (isTokenCommand(call.program, call.texts.join(' ')))
    return taintedValue(context.taint('secret-file', `${call.program} ${call.texts[0] ?? ''}`.trim()))
  // An unknown program may print whatever it was given.
  return { text: UNKNOWN_PART, taints: joinTaints([call.stdin.taints, ...call.words.map(({ taints }) => taints)]) }
}

type Output = (call: ShellCall, context: CallContext) => ScriptValue

/** Programs that print facts of the machine and its user. */
const SOURCES: ReadonlyMap<string, TaintSource> = new Map([
  ...['whoami', 'hostname', 'id', 'uname', 'ifconfig', 'ipconfig', 'systeminfo', 'ip', 'hostnamectl', 'sw_vers', 'lsb_release', 'arp', 'netstat', 'ss', 'w', 'who', 'last', 'ps', 'dscl', 'getent', 'groups', 'tty', 'uptime', 'pwd', 'lscpu', 'system_profiler', 'logname', 'nproc'].map((name) => [name, 'host-facts'] as const),
  ...['pbpaste', 'xclip', 'xsel', 'wl-paste', 'get-clipboard'].map((name) => [name, 'clipboard'] as const),
  ...['screencapture', 'scrot', 'grim', 'gnome-screenshot'].map((name) => [name, 'spy'] as const),
]) // prettier-ignore

const OUTPUTS: ReadonlyMap<string, Output> = new Map<string, Output>([
  ['echo', echo],
  ['print', echo],
  ['printf', printf],
  ...['cat', 'head', 'tac', 'grep', 'egrep', 'fgrep', 'zgrep', 'awk', 'gawk', 'sort', 'uniq', 'wc', 'strings', 'less', 'more', 'type', 'rg', 'ack', 'yq', 'nl', 'paste', 'fold', 'tee', 'dd', 'split', 'column', 'ls', 'xargs', 'iconv', 'envsubst', 'base58', 'jar', 'cpio'].map((name) => [name, content] as const),
  ['tail', tail],
  ['find', find],
  ['jq', (call, context) => changedValue(whole(call, context), 'json')],
  ['base64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['gbase64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['b64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['base32', (call, context) => changedValue(whole(call, context), 'base32')],
  ['uuencode', (call, context) => changedValue(whole(call, context), 'uuencode')],
  ['uudecode', (call, context) => decoded(whole(call, context), 'uuencode', undefined, context)],
  ['openssl', openssl],
  ['xxd', hexDump],
  ['hexdump', (call, context) => changedValue(whole(call, context), 'hex')],
  ['od', (call, context) => changedValue(whole(call, context), 'hex')],
  ['rev', (call, context) => rewritten(whole(call, context), reversed, 'reversed', context)],
  ['rot13', (call, context) => rewritten(whole(call, context), rot13, 'rot13', context)],
  ['caesar', (call, context) => rewritten(whole(call, context), rot13, 'rot13', context)],
  ['tr', translate],
  ['sed', substitute],
  ['cut', cut],
  ...['gzip', 'pigz', 'bzip2', 'xz', 'zstd', 'lz4', 'compress', 'zlib-flate'].map((name) => [name, compress] as const),
  ...['gunzip', 'zcat', 'gzcat', 'unxz', 'xzcat', 'bunzip2', 'bzcat', 'unzstd', 'zstdcat'].map((name) => [name, decompress] as const),
  ...['tar', 'zip', '7z', '7za', 'rar'].map((name) => [name, archive] as const),
  ...['gpg', 'gpg2', 'age', 'mcrypt', 'ccrypt'].map((name) => [name, encrypt] as const),
  ...['sha256sum', 'sha1sum', 'md5sum', 'sha512sum', 'shasum', 'md5', 'cksum', 'b2sum'].map((name) => [name, digest] as const),
  ...['env', 'printenv', 'set', 'export', 'declare', 'compgen'].map((name) => [name, environment] as const),
  ...['curl', 'wget', 'fetch', 'aria2c', 'lynx', 'links', 'w3m', 'http', 'https', 'axel'].map((name) => [name, answer] as const),
  ...['nslookup', 'dig', 'host', 'nc', 'ncat', 'netcat', 'telnet', 'ftp', 'socat'].map((name) => [name, answer] as const),
  ...['mkdir', 'test', '[', '[[', 'true', 'false', ':', 'cd', 'rm', 'cp', 'mv', 'chmod', 'chown', 'touch', 'kill', 'sleep', 'exit', 'return', 'command', 'which', 'mktemp', 'date', 'expr', 'basename', 'dirname', 'readlink', 'realpath', 'seq', 'getopt'].map((name) => [name, silent] as const),
]) // prettier-ignore

/** What a search finds: places of secrets where it looks for their names. */
function find({ texts }: ShellCall, context: CallContext): ScriptValue {
  return huntsSecrets(texts) ? taintedValue(context.taint('secret-file', 'find')) : taintedValue()
}

function openssl(call: ShellCall, context: CallContext): ScriptValue {
  const [command = ''] = call.texts
  const isInverse = call.texts.includes('-d')
  const named = call.texts[call.texts.indexOf('-in') + 1]
  const value = call.texts.includes('-in') && named !== undefined ? fileOf(named, context) : call.stdin
  if (command === 'base64' || (command === 'enc' && call.texts.includes('-base64') && call.texts.length < 6))
    return isInverse ? decoded(value, 'base64', fromBase64, context) : changedValue(value, 'base64')
  if (command === 's_client') return answer(call, context)
  if (/^(?:enc|rsautl|pkeyutl|smime|cms|aes.{0,20}|des.{0,20})$/.test(command))
    return isInverse || /-decrypt/.test(call.texts.join(' '))
      ? decoded(value, 'encrypt', undefined, context)
      : changedValue(value, 'encrypt')
  if (command === 'dgst' || /^(?:md5|sha\d+)$/.test(command)) return changedValue(value, 'hash')
  return plainValue(UNKNOWN_PART)
}

/** `env`, `printenv NAME`, `export -p`: only what lists. */
function environment({ program, texts }: ShellCall, context: CallContext): ScriptValue {
  const named = texts.filter((text) => !text.startsWith('-'))
  const isListing =
    named.length === 0 && (program !== 'set' || texts.length === 0) && !(program === 'compgen' && !texts.includes('-e'))
  if (isListing) return taintedValue(context.taint('environment', '*'))
  return program === 'printenv' ? taintedValue(context.taint('environment', named[0] ?? '*')) : plainValue('')
}

function answer({ texts }: ShellCall, context: CallContext): ScriptValue {
  const host = hostIn(texts) ?? texts.find((text) => /^[\w-]+(?:\.[\w-]+)+$/.test(text)) ?? '?'
  return taintedValue(context.taint(isMetadataHost(host) ? 'cloud-metadata' : 'network', host))
}

function silent({ program, texts }: ShellCall): ScriptValue {
  return program === 'basename' || program === 'dirname' || program === 'mktemp' || hostOf(texts[0] ?? '') !== undefined
    ? plainValue(UNKNOWN_PART)
    : plainValue(
        program === 'date' ||
          program === 'expr' ||
          program === 'seq' ||
          program === 'which' ||
          program === 'readlink' ||
          program === 'realpath' ||
          program === 'getopt'
          ? UNKNOWN_PART
          : '',
      )
}
