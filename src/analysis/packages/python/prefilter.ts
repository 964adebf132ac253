/**
 * Can a file hold nothing that pythonBehaviours tells of? True only when none of the words stands in it by which code reaches anything
 * outside of itself, or by which such words are put together: modules that read, send, start and load, what runs text, decoders, letters
 * that Python reads as others (PEP 3131). Searches of the text, nothing is parsed.
 *
 * What a file does with its own relative imports is told where it is done.
 */
export function holdsNothing(source: string): boolean {
  return !REACHING.some((pattern) => pattern.test(source)) && !HIDDEN.test(source)
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

/** Each of these stands there as it is, or is hidden in one of the ways below. */
const REACHING: readonly RegExp[] = [
  // Modules of the standard library that reach outside, wherever they are named.
  /\b(?:os|subprocess|socket|ssl|urllib|urllib2|httplib|http\.client|ftplib|smtplib|telnetlib|imaplib|poplib|xmlrpc|socketserver|asyncio|pty|shutil|ctypes|_ctypes|winreg|_winreg|marshal|pickle|cPickle|_pickle|runpy|code|importlib|imp|zipimport|pkgutil|pydoc|builtins|__builtin__|__builtins__|commands|popen2|platform|getpass|pwd|uuid|glob|pathlib|tempfile|sqlite3|webbrowser|multiprocessing|posix|nt|mmap|site|sitecustomize|netrc|keyring)\b/,
  // Packages that reach further.
  /\b(?:requests|httpx|aiohttp|urllib3|websocket|websockets|pycurl|paramiko|fabric|boto3|botocore|wget|dhooks|discord|discord_webhook|telegram|telebot|slack_sdk|pyperclip|clipboard|pynput|keyboard|pyautogui|ImageGrab|mss|pyscreenshot|browser_cookie3|win32crypt|win32api|win32clipboard|tkinter|psutil|netifaces|getmac|machineid|wmi|dns|git|github|twine|pip|pexpect|sh|plumbum|invoke|cv2|dotenv|torch|joblib|dill|cloudpickle|crontab|pyarmor\w{0,20}|pytransform|cffi|gevent|telethon|treq|asks|cloudscraper|tls_client|curl_cffi|shelve|yaml|jsonpickle)\b/,
  // What runs text or reaches the inside of objects, and what opens files.
  /\b(?:exec|eval|compile|execfile|__import__|getattr|globals|locals|vars|open|setattr|__getattribute__|__subclasses__|__globals__|__dict__|__loader__|__spec__|__code__|meta_path|path_hooks|settrace|setprofile|gettrace)\b/,
  // Data in the text that something is made of.
  /\b(?:b64decode|b32decode|b85decode|a85decode|b16decode|unhexlify|fromhex|decompress|base64|codecs|rot13|rot_13|chr|bytearray|Fernet)\b|stratum\+/,
]

/** Letters that are read as others, characters that nobody sees, names nobody can tell apart, code out of sight. */
const HIDDEN =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\u180e]|[\u{1d400}-\u{1d7ff}\u{ff21}-\u{ff5a}\u2100-\u214f\u24b6-\u24e9\u1d2c-\u1d6a\u2070-\u209c\ufe33\ufe34\ufe4d-\ufe4f\u00aa\u00ba]|[\u0400-\u04ff][A-Za-z]|[A-Za-z][\u0400-\u04ff]|[;:][ \t]{100}|\b[lI1]{8}|\b[O0o]{8}|\b_0x[\da-f]{3}/u
