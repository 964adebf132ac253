/**
 * Can a file hold nothing that pythonBehaviours tells of? True only when none of the words stands in it by which code reaches anything
 * outside of itself, or by which such words are put together: modules that read, send, start and load, what runs text, decoders, letters
 * that Python reads as others (PEP 3131). Searches of the text, nothing is parsed.
 *
 * What a file does with its own relative imports is told where it is done.
 */
export function holdsNothing(source: string): boolean {
  return !importsReaching(source) && !REACHING.some((pattern) => pattern.test(source)) && !HIDDEN.test(source)
}

/**
 * Can a file lead from one file to another, although it holds nothing itself: by what it imports of its own package, or by functions that others
 * call? Such files are read when the files of a package are linked.
 */
export function mayCarry(source: string, own: ReadonlySet<string>): boolean {
  if (/^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]/m.test(source)) return true
  return [...source.matchAll(/^[ \t]*(?:from|import)[ \t]+(\.|\w+)/gm)].some(
    ([, name = '']) => name === '.' || own.has(name),
  )
}

/** Modules of the standard library that reach outside, and packages that reach further; modules keep them by names like `_os` as well. */
const MODULES: ReadonlySet<string> = new Set(
  'os subprocess socket ssl urllib urllib2 httplib http ftplib smtplib telnetlib imaplib poplib xmlrpc socketserver asyncio pty shutil ctypes winreg marshal pickle cPickle runpy code importlib imp zipimport pkgutil pydoc builtins __builtin__ __builtins__ commands popen2 platform getpass pwd uuid glob pathlib tempfile sqlite3 webbrowser multiprocessing posix nt mmap site sitecustomize netrc keyring requests httpx aiohttp urllib3 websocket websockets pycurl paramiko fabric boto3 botocore wget dhooks discord discord_webhook telegram telebot slack_sdk pyperclip clipboard pynput keyboard pyautogui ImageGrab mss pyscreenshot browser_cookie3 win32crypt win32api win32clipboard tkinter psutil netifaces getmac machineid wmi dns git github twine pip pexpect sh plumbum invoke cv2 dotenv torch joblib dill cloudpickle crontab pyarmor pytransform cffi gevent telethon treq asks cloudscraper tls_client curl_cffi shelve yaml jsonpickle'.split(
    ' ',
  ),
)

/** The longest list in brackets of one import that is gone through; behind a longer one may stand anything. */
const LONGEST_LIST = 4000

/** Does an import name one of the modules, or take one out of another module (`from six.moves import urllib`)? Linear: no character is seen twice. */
function importsReaching(source: string): boolean {
  const keyword = /\b(?:import|from)\b/g
  for (let match = keyword.exec(source); match !== null; match = keyword.exec(source)) {
    const end = endOfImport(source, match.index)
    if (end === undefined) return true
    for (const [word] of source.slice(match.index, end).matchAll(/\w+/g))
      if (MODULES.has(word) || MODULES.has(word.replace(/^_+/, '')) || word.startsWith('pyarmor')) return true
    keyword.lastIndex = end
  }
  return false
}

/** The end of its line, or of the list in brackets that begins there; undefined where that is longer than any list. */
function endOfImport(source: string, start: number): number | undefined {
  let end = lineEnd(source, start)
  while (source[end - 1] === '\\' && end < source.length) end = lineEnd(source, end + 1)
  const bracket = source.slice(start, end).search(/\(\s*(?:#.*)?$/)
  if (bracket < 0) return end
  const close = source.slice(end, end + LONGEST_LIST).indexOf(')')
  return close < 0 ? (end + LONGEST_LIST < source.length ? undefined : source.length) : end + close
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end < 0 ? source.length : end
}

/** Each of these stands there as it is, or is hidden in one of the ways below. Prose and names of members (`frame.eval`, `re.compile`) are neither. */
const REACHING: readonly RegExp[] = [
  // The same modules where another one has them as a member, or where they are looked up by their name.
  /\.\s{0,9}_{0,2}(?:os|subprocess|socket|shutil|builtins|importlib|ctypes|requests|urllib|posix|nt|sys|modules)\b|\bmodules\s{0,9}\[/,
  /['"]_?(?:os|nt|posix|sys|subprocess|socket|urllib|shutil|builtins|__builtins__|importlib|ctypes|requests|pty|marshal|pickle)['".]/,
  // What runs text, reaches the inside of objects or opens files; also under another name.
  /(?<![.\w])(?:exec|eval|execfile|__import__|globals|locals|vars)\b|(?<![.\w])(?:compile|open)\s{0,9}\(|[=(,[]\s{0,9}(?:compile|open|getattr|setattr)\b(?!\s{0,9}[(=])|\bio\s{0,9}\.\s{0,9}open\b/,
  /\b(?:__getattribute__|__subclasses__|__globals__|__loader__|__spec__|__code__|__self__|__builtins__|__reduce__|__reduce_ex__|meta_path|path_hooks|settrace|setprofile|gettrace|breakpoint)\b/,
  // Names of members that are put together.
  /\b[gs]etattr\s{0,9}\([^\n]{0,200}?(?:['"]\s{0,9}\+|\+\s{0,9}['"]|\.join\b|::|decode|\bf['"])/,
  // Data in the text that something is made of.
  /\b(?:b64decode|b32decode|b85decode|a85decode|b16decode|unhexlify|fromhex|decompress|base64|codecs|rot13|rot_13|chr|bytearray|Fernet)\b|stratum\+/,
]

/** Letters that are read as others, characters that nobody sees, names nobody can tell apart, code out of sight. */
const HIDDEN =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\u180e]|[\u{1d400}-\u{1d7ff}\u{ff21}-\u{ff5a}\u2100-\u214f\u24b6-\u24e9\u1d2c-\u1d6a\u2070-\u209c\ufe33\ufe34\ufe4d-\ufe4f\u00aa\u00ba]|[\u0400-\u04ff][A-Za-z]|[A-Za-z][\u0400-\u04ff]|[;:][ \t]{100}|\b[lI1]{8}|\b[O0o]{8}|\b_0x[\da-f]{3}/u
