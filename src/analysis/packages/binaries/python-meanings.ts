import type { BehaviourKind, TaintSource } from '../behaviour.ts'

/** What calling a function of Python means. */
export interface PythonMeaning {
  readonly kind: BehaviourKind
  readonly subject: string
}

/** By the whole name of what is called, after its imports. */
const CALLS: readonly (readonly [BehaviourKind, subject: string, RegExp])[] = [
  ['network', '?', /^(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|request|stream)$|^(?:requests\.(?:Session|session)|httpx\.(?:Client|AsyncClient)|aiohttp\.ClientSession|urllib3\.(?:PoolManager|ProxyManager)|cloudscraper\.create_scraper)\(\)\.\w+$|^urllib\.request\.(?:urlopen|urlretrieve)$|^(?:urllib|urllib2)\.(?:urlopen|urlretrieve)$|^(?:http\.client|httplib)\.HTTPS?Connection(?:\(\)\.\w+)?$|^socket\.create_connection$|^socket\.socket\(\)\.(?:connect|connect_ex|sendto|sendall)$|^(?:ftplib\.FTP(?:_TLS)?|smtplib\.SMTP(?:_SSL)?|telnetlib\.Telnet|poplib\.POP3\w*|imaplib\.IMAP4\w*|xmlrpc\.client\.ServerProxy)$|^(?:websocket\.(?:create_connection|WebSocketApp)|websockets\.(?:connect|client\.connect)|paramiko\.(?:SSHClient|Transport)|telebot\.TeleBot|dhooks\.Webhook|discord_webhook\.DiscordWebhook|asyncio\.open_connection|pycurl\.Curl|wget\.download|boto3\.client)$/],
  ['dns', '?', /^(?:dns\.resolver\.(?:resolve|query)|dns\.resolver\.Resolver\(\)\.\w+)$/],
  ['execute', '?', /^os\.(?:system|popen\d?|startfile|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)$|^subprocess\.(?:Popen|run|call|check_call|check_output|getoutput|getstatusoutput)$|^pty\.spawn$|^asyncio\.create_subprocess_(?:exec|shell)$|^commands\.get(?:status)?output$|^(?:win32process\.CreateProcess|win32api\.ShellExecute)$/],
  ['evaluate', '?', /^(?:builtins\.|__builtin__\.|__builtins__\.)?(?:exec|eval|execfile)$|^marshal\.loads?$|^types\.(?:FunctionType|CodeType)$|^runpy\.run_(?:path|module)$|^code\.Interactive\w+\(\)\.\w+$|^zipimport\.zipimporter$/],
  ['dynamic-import', '?', /^(?:builtins\.)?__import__$|^importlib\.import_module$|^imp\.load_(?:source|module|compiled|dynamic)$/],
  ['dynamic-import', 'native', /^ctypes\.(?:CDLL|WinDLL|OleDLL|PyDLL|cdll\.LoadLibrary|windll\.LoadLibrary)$/],
  ['host-facts', 'host', /^socket\.(?:gethostname|getfqdn)$|^platform\.(?:node|uname|platform|machine)$|^getpass\.getuser$|^os\.(?:getlogin|uname)$|^uuid\.getnode$|^psutil\.(?:users|net_if_addrs)$/],
  ['clipboard', 'clipboard', /^pyperclip\.(?:paste|copy)$|^win32clipboard\.\w+$|^(?:clipboard|pandas\.io\.clipboard)\.(?:paste|copy)$/],
  ['spy', 'screen', /^(?:PIL\.)?ImageGrab\.grab$|^pyautogui\.screenshot$|^pyscreenshot\.grab$|^mss\.mss(?:\(\)\.\w+)?$|^cv2\.VideoCapture$/],
  ['spy', 'keyboard', /^pynput\.keyboard\.Listener$|^keyboard\.(?:on_press|on_release|hook|record)$|^pyHook\.HookManager$|^pyxhook\.HookManager$/],
  ['hook-runtime', 'other processes', /^ctypes\.windll\.kernel32\.(?:WriteProcessMemory|CreateRemoteThread|VirtualAllocEx)$/],
  ['read-secret-file', 'saved logins', /^win32crypt\.CryptUnprotectData$|^browser_cookie3\.\w+$|^keyring\.get_password$/],
] // prettier-ignore

/** What a call means; undefined for an ordinary one. */
export function callMeaning(name: string): PythonMeaning | undefined {
  const found = CALLS.find(([, , pattern]) => pattern.test(name))
  return found === undefined ? undefined : { kind: found[0], subject: found[1] }
}

/** Encoders: what goes through them is made ready to leave. */
const ENCODERS: readonly (readonly [name: string, RegExp])[] = [
  ['base64', /^base64\.(?:b|standard_b|urlsafe_b)\d\dencode$|^base64\.encode(?:bytes|string)$/],
  ['hex', /^binascii\.(?:hexlify|b2a_\w+)$/],
  ['gzip', /^(?:zlib|gzip|bz2|lzma)\.compress$|^zipfile\.ZipFile\(\)\.write(?:str)?$/],
  ['json', /^json\.dumps?$/],
  ['url', /^urllib\.parse\.(?:urlencode|quote\w*)$/],
  ['encrypt', /^cryptography\.fernet\.Fernet\(\)\.encrypt$|^Crypto\.Cipher\.\w+\.new\(\)\.encrypt$/],
] // prettier-ignore

/** How a call changes what goes through it: `base64`; undefined for one that is no encoder. */
export function encoding(name: string): string | undefined {
  return ENCODERS.find(([, pattern]) => pattern.test(name))?.[0]
}

const SOURCES: readonly (readonly [TaintSource, RegExp])[] = [
  ['environment', /^os\.(?:environb?|environ\[\]|environ\.\w+|getenv)$/],
  ['network', /^(?:requests|httpx)\.(?:get|post|request)$|^urllib\.request\.url(?:open|retrieve)$|^urllib2?\.urlopen$|^socket\.socket\(\)\.recv$|^requests\.(?:S|s)ession\(\)\.\w+$/],
  ['decoded', /^base64\.(?:b|standard_b|urlsafe_b|a)\d\ddecode$|^base64\.decode(?:bytes|string)$|^(?:zlib|gzip|bz2|lzma)\.decompress$|^marshal\.loads$|^binascii\.(?:unhexlify|a2b_\w+)$|^codecs\.decode$|^bytes\.fromhex$|^cryptography\.fernet\.Fernet\(\)\.decrypt$/],
  ['host-facts', /^socket\.gethostname$|^platform\.(?:node|uname|platform)$|^getpass\.getuser$|^os\.getlogin$/],
  ['clipboard', /^pyperclip\.paste$/],
  ['spy', /ImageGrab\.grab$|^pyautogui\.screenshot$/],
  ['command-output', /^subprocess\.(?:check_output|getoutput|run|Popen)$|^os\.popen$/],
  ['file', /^open\(\)\.(?:read|readlines?)$|\.read_(?:text|bytes)$/],
] // prettier-ignore

/** What kind of data a name stands for that flows somewhere. */
export function sourceOfName(name: string): TaintSource | undefined {
  return SOURCES.find(([, pattern]) => pattern.test(name))?.[0]
}
