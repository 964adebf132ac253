/** What absolute names of JavaScript mean (src/formats/javascript/module.ts says how they are written). */

/** Programs are started. `how`: a shell reads the first argument, or a program and its arguments are given. */
export function executes(name: string): 'shell' | 'program' | 'module' | undefined {
  if (EXECUTE_SHELL.test(name)) return 'shell'
  if (EXECUTE_PROGRAM.test(name)) return 'program'
  return EXECUTE_MODULE.test(name) ? 'module' : undefined
}

const EXECUTE_SHELL =
  /^(?:node:child_process\.(?:exec|execSync)|npm:shelljs\.exec|npm:(?:execa\.(?:execaCommand|execaCommandSync|command|commandSync|\$)|zx\.\$|zx)|global\.Bun\.\$|npm:bun\.\$|npm:child-process-promise\.exec|npm:exec-sh|npm:sudo-prompt\.exec|npm:node-cmd\.\w+)$/
const EXECUTE_PROGRAM =
  /^(?:node:child_process\.(?:execFile|execFileSync|spawn|spawnSync)|npm:(?:execa|execa\.(?:execa|execaSync|sync|node)|cross-spawn|cross-spawn\.(?:spawn|sync)|node-pty\.spawn|child-process-promise\.spawn|tinyexec\.(?:x|exec)|nano-spawn)|global\.Bun\.(?:spawn|spawnSync)|global\.Deno\.(?:run|Command))$/
const EXECUTE_MODULE = /^(?:node:child_process\.fork|node:worker_threads\.Worker|node:cluster\.fork)$/

/** Something is sent, or a connection opened. */
export function isNetwork(name: string): boolean {
  return NETWORK.test(name) || NETWORK_PACKAGE.test(name) || NETWORK_FOLLOW.test(name)
}

const NETWORK =
  /^(?:node:https?\.(?:request|get)|node:http2\.connect|node:net\.(?:connect|createConnection|Socket\(\)\.connect)|node:tls\.connect|node:dgram\.createSocket\(\)\.(?:send|connect)|global\.(?:fetch|XMLHttpRequest\(\)\.(?:open|send)|WebSocket|EventSource|navigator\.sendBeacon|Bun\.(?:fetch|connect)|Deno\.connect|Image))$/
const NETWORK_PACKAGE =
  /^npm:(?:axios|node-fetch|node-fetch-native|cross-fetch|isomorphic-fetch|got|request|request-promise|request-promise-native|superagent|needle|undici|ky|phin|bent|wretch|ws|socket\.io-client|nodemailer|simple-get|follow-redirects|make-fetch-happen|minipass-fetch|ofetch|form-data|@slack\/webhook|discord\.js|telegraf|node-telegram-bot-api)(?:\.(?:get|post|put|patch|delete|head|request|fetch|stream|default|create\(\)(?:\.(?:get|post|put|patch|request))?|https?\.(?:get|request)|WebSocket|io|connect|createTransport\(\)\.sendMail|concat|WebhookClient\(\)\.send|IncomingWebhook\(\)\.send))?$/

/** What is written to an open connection, or asked of a client that is made of one of the packages. */
const NETWORK_FOLLOW =
  /^(?:node:https?\.request\(\)|node:(?:net\.(?:connect|createConnection|Socket)|tls\.connect)\(\)|node:http2\.connect\(\)\.request\(\)|global\.WebSocket\(\)|npm:ws\(\)|npm:@octokit\/rest\.Octokit\(\).{0,60}|npm:superagent\.\w+\(\)|npm:nodemailer\.createTransport\(\))\.(?:write|end|send|sendMail|emit|pipe)$/

/** Name services are asked. */
export function isNameService(name: string): boolean {
  return /^node:dns(?:\.promises)?\.(?:Resolver\(\)\.)?(?:lookup|resolve\w*|reverse)$/.test(name)
}

/** Text is run as code. */
export function evaluates(name: string): boolean {
  return /^(?:global\.(?:eval|Function|execScript)|node:vm\.(?:runIn\w+|compileFunction|Script|SourceTextModule)|node:module\(\)\._compile|module\._compile|module\.constructor\(\)\._compile|node:module\.prototype\._compile|npm:(?:vm2\.VM\(\)\.run|eval|require-from-string|node-eval)|\?\._compile)$/.test(
    name,
  )
}

/** A file is written: which argument is its path, which its content. */
export function writes(name: string): { readonly path: number; readonly content: number } | undefined {
  if (
    /^(?:node:fs|npm:fs-extra|npm:graceful-fs)\.(?:promises\.)?(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|writeJson|writeJsonSync|outputJson|createWriteStream)$/.test(
      name,
    )
  )
    return { path: 0, content: 1 }
  if (
    /^(?:node:fs|npm:fs-extra)\.(?:promises\.)?(?:copyFile|copyFileSync|rename|renameSync|cp|cpSync|copy|copySync|move|moveSync|symlink|symlinkSync|link|linkSync)$/.test(
      name,
    )
  )
    return { path: 1, content: 0 }
  return /^global\.Bun\.write$|^npm:write-file-atomic(?:\.sync)?$/.test(name) ? { path: 0, content: 1 } : undefined
}

/** A file is made executable. */
export function isChmod(name: string): boolean {
  return /^(?:node:fs|npm:fs-extra|npm:graceful-fs)\.(?:promises\.)?[fl]?chmod(?:Sync)?$/.test(name)
}

/** A file or folder is read, or looked for. */
export function isFileRead(name: string): boolean {
  return /^(?:(?:node:fs|npm:fs-extra|npm:graceful-fs)\.(?:promises\.)?(?:readFile|readFileSync|createReadStream|open|openSync|readJson|readJsonSync|readdir|readdirSync|copyFile|copyFileSync|cp|cpSync|access|accessSync|existsSync|stat|statSync|opendir|openAsBlob)|global\.Bun\.file|global\.Deno\.readTextFile|npm:(?:glob|fast-glob|globby)(?:\.\w+)?)$/.test(
    name,
  )
}

/** A file is read to its content. */
export function isContentRead(name: string): boolean {
  return isFileRead(name) && !/\.(?:access\w*|existsSync|stat\w*|readdir\w*|opendir)$/.test(name)
}

/** A file or folder is deleted. */
export function isDeletion(name: string): boolean {
  return /^(?:(?:node:fs|npm:fs-extra)\.(?:promises\.)?(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir|emptyDirSync|truncate|truncateSync)|npm:(?:rimraf|del)(?:\.\w+)?)$/.test(
    name,
  )
}

/** Facts about the host and who uses it. */
export function hostFact(name: string): string | undefined {
  const os = /^node:os\.(hostname|userInfo|networkInterfaces|homedir)$/.exec(name)?.[1]
  if (os !== undefined) return os
  if (/^node:dns(?:\.promises)?\.getServers$/.test(name)) return 'name servers'
  if (
    /^npm:(?:systeminformation\.(?:osInfo|system|networkInterfaces|users|uuid)|node-machine-id\.\w+|public-ip(?:\.\w+)?|macaddress\.\w+|username)$/.test(
      name,
    )
  )
    return name.slice(4)
  return undefined
}

/** What is on the clipboard. */
export function isClipboard(name: string): boolean {
  return /^(?:npm:(?:clipboardy|copy-paste|clipboard-event|clipboard-polyfill)(?:\.\w+)?|global\.navigator\.clipboard\.(?:read|readText|write|writeText))$/.test(
    name,
  )
}

/** Keyboard and screen. */
export function spies(name: string): boolean {
  return /^npm:(?:screenshot-desktop|node-global-key-listener|iohook|uiohook-napi|node-screenshots|desktop-screenshot|keypress-listener)\b/.test(
    name,
  )
}

/** Wallets of the browser. */
export function isWallet(name: string): boolean {
  return /^global\.(?:ethereum|solana|phantom\.(?:solana|ethereum|bitcoin|sui)|tronWeb|BinanceChain|keplr|unisat|xfi)(?:\.|$)/.test(
    name,
  )
}

/** What a call does to data: a word for what hides or packs it; undefined for everything else. */
export function transform(name: string, encoding: string | undefined): string | undefined {
  if (name === 'global.JSON.stringify') return 'json'
  if (name === 'global.btoa' || name === 'global.atob') return 'base64'
  if (name.startsWith('global.Buffer.from') || name.endsWith('.toString')) {
    const plain = encoding?.toLowerCase()
    return plain === 'base64' || plain === 'base64url' ? 'base64' : plain === 'hex' ? 'hex' : undefined
  }
  if (/^global\.encodeURI|^node:querystring\.(?:stringify|escape)$|^global\.URLSearchParams/.test(name)) return 'url'
  if (name.startsWith('node:zlib.') && !/\.constants/.test(name)) return /brotli/i.test(name) ? 'brotli' : 'gzip'
  if (
    /^node:crypto\.create(?:Cipher|Decipher)(?:iv)?(?:\(\)\.(?:update|final))?$|^node:crypto\.(?:publicEncrypt|privateEncrypt|privateDecrypt|publicDecrypt)$|^global\.crypto\.subtle\.(?:en|de)crypt$|^npm:crypto-js\.(?:AES|DES|TripleDES|RC4|Rabbit)\.(?:en|de)crypt$/.test(
      name,
    )
  )
    return 'encrypt'
  return /^node:crypto\.(?:(?:createHash|createHmac)(?:\(\)\.(?:update|digest))?|hash)$/.test(name) ? 'hash' : undefined
}

/** … with everything in it, or at any rate a whole folder. */
export function isFolderDeletion(name: string): boolean {
  return isDeletion(name) && !/\.(?:unlink|truncate)(?:Sync)?$/.test(name)
}

/** Functions of the runtime and the browser whose replacing lets code see what others do. */
export function hooked(name: string): string | undefined {
  const match =
    /^global\.(fetch|XMLHttpRequest|WebSocket|ethereum|solana|phantom|Function\.prototype|Promise\.prototype\.then|navigator\.clipboard|navigator\.sendBeacon|localStorage|document\.createElement|HTMLElement\.prototype|EventTarget\.prototype)(?:\.|$)/.exec(
      name,
    )?.[1] ??
    /^(node:module\._(?:load|resolveFilename|extensions\b|compile)|node:module\.prototype\.(?:require|_compile)|node:https?\.(?:request|get)|node:child_process\.(?:exec|execFile|spawn|fork)(?:Sync)?)$/.exec(
      name,
    )?.[1]
  return match
}

/** Native code that is loaded by its path. */
export function isNativeLoad(name: string): boolean {
  return /^(?:global\.process\.(?:dlopen|binding|_linkedBinding)|npm:(?:ffi-napi|ref-napi|koffi)\b.{0,40})$/.test(name)
}

/** Calls of the API of a forge that make repositories, change who sees them, or register runners. */
export function forges(name: string): boolean {
  return /\.repos\.(?:createForAuthenticatedUser|createInOrg|createFork|update)$|\.actions\.createRegistrationToken\w*$|\.rest\.repos\.create\w*$/.test(
    name,
  )
}
