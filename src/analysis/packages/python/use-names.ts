/** What absolute names of Python mean (src/formats/python/module.ts says how they are written). */

/** Programs are started. `shell`: a shell reads the text; `program`: a text or a list of words. */
export function executes(name: string): 'shell' | 'program' | 'words' | undefined {
  if (SHELL.test(name)) return 'shell'
  if (PROGRAM.test(name)) return 'program'
  return WORDS.test(name) ? 'words' : undefined
}

const SHELL =
  /^(?:os\.(?:system|popen[234]?)|nt\.system|posix\.system|subprocess\.(?:getoutput|getstatusoutput)|commands\.(?:getoutput|getstatusoutput)|popen2\.\w+|asyncio\.create_subprocess_shell|asyncio\.subprocess\.create_subprocess_shell|invoke\.run|invoke\.Context\(\)\.run|fabric\.\w+\.(?:local|run)|pexpect\.(?:run|spawn)|IPython\.get_ipython\(\)\.system|platform\.popen|ctypes\.(?:(?:C|Py|Win|Ole)DLL\(\)|cdll\.LoadLibrary\(\)|[cpw]\w{0,5}\.(?:msvcrt|ucrtbase))\.(?:_?system|_?popen)|anyio\.run_process)$/
const PROGRAM =
  /^(?:subprocess\.(?:run|Popen|call|check_call|check_output)|pty\.spawn|psutil\.Popen|gevent\.subprocess\.\w+|distutils\.spawn\.spawn|trio\.run_process|os\.startfile|win32api\.ShellExecute|ctypes\.windll\.shell32\.ShellExecute[AW])$/
const WORDS =
  /^(?:os\.(?:exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)|asyncio\.create_subprocess_exec|asyncio\.subprocess\.create_subprocess_exec)$/

/** Something is sent, or a connection opened. */
export function isNetwork(name: string): boolean {
  return NETWORK.test(name) || CONTINUED.test(name)
}

const NETWORK =
  /^(?:requests(?:\.api|\.sessions)?\.(?:[sS]ession\(\)\.)?(?:get|post|put|patch|delete|head|options|request|send)|(?:pip\._vendor|botocore\.vendored)\.requests\.\w+|httpx\.(?:(?:Async)?Client\(\)\.)?(?:get|post|put|patch|delete|head|request|stream|send)|urllib\.request\.(?:urlopen|urlretrieve|build_opener\(\)\.open|URLopener\(\)\.(?:open|retrieve)|FancyURLopener\(\)\.(?:open|retrieve)|OpenerDirector\(\)\.open)|urllib\.(?:urlopen|urlretrieve)|urllib2\.urlopen|six\.moves\.urllib\.request\.(?:urlopen|urlretrieve)|urllib3\.(?:PoolManager\(\)\.|ProxyManager\(\)\.|HTTPSConnectionPool\(\)\.|HTTPConnectionPool\(\)\.)?(?:request|urlopen|request_encode_\w+)|aiohttp\.(?:request|ClientSession\(\)\.(?:get|post|put|patch|delete|head|request|ws_connect))|(?:http\.client|httplib)\.HTTPS?Connection\(\)\.(?:request|putrequest|send|endheaders)|websocket\.(?:create_connection|WebSocketApp|WebSocket\(\)\.connect)|websockets\.(?:client\.|sync\.client\.)?connect|smtplib\.SMTP(?:_SSL)?\(\)\.(?:sendmail|send_message)|ftplib\.FTP(?:_TLS)?\(\)\.(?:storbinary|storlines|retrbinary)|telnetlib\.Telnet|socket\.(?:socket\(\)\.(?:connect|connect_ex|sendto)|create_connection)|pycurl\.Curl\(\)\.perform|paramiko\.(?:SSHClient\(\)\.connect|Transport)|fabric\.Connection|xmlrpc\.client\.ServerProxy|wget\.download|dhooks\.Webhook|discord_webhook\.DiscordWebhook|discord\.SyncWebhook\.from_url|discord\.Webhook\.from_url|telegram\.Bot\(\)\.send_\w+|telebot\.TeleBot\(\)\.send_\w+|slack_sdk\.(?:WebClient|webhook\.WebhookClient)\(\)\.\w+|boto3\.(?:client|resource)\(\)\.(?:put_object|upload_file|upload_fileobj|publish|send_message|invoke)|boto3\.resource\(\)\.\w+\(\)\.(?:put|upload_file|upload_fileobj|put_object)|google\.cloud\.storage\.Client\(\)\.\w+\(\)\.blob\(\)\.upload_from_\w+|tornado\.httpclient\.\w+\(\)\.fetch|treq\.(?:get|post)|asks\.(?:get|post)|grequests\.(?:get|post)|tls_client\.Session\(\)\.(?:get|post)|cloudscraper\.create_scraper\(\)\.(?:get|post)|curl_cffi\.requests\.(?:get|post))$/

/** What is sent over something that was opened before: told only with what flows into it. */
const CONTINUED =
  /^(?:socket\.(?:socket|create_connection)\(\)\.(?:send|sendall|sendmsg|makefile\(\)\.write)|ssl\.(?:wrap_socket|SSLContext\(\)\.wrap_socket|create_default_context\(\)\.wrap_socket)\(\)\.(?:send|sendall|write)|websocket\.(?:create_connection|WebSocket)\(\)\.send(?:_binary)?|websockets\.(?:client\.|sync\.client\.)?connect\(\)\.send|aiohttp\.ClientSession\(\)\.ws_connect\(\)\.send_\w+|paramiko\.(?:SSHClient\(\)\.(?:exec_command|open_sftp\(\)\.(?:put|putfo))|SFTPClient\.from_transport\(\)\.(?:put|putfo))|fabric\.Connection\(\)\.(?:run|put)|telnetlib\.Telnet\(\)\.write|(?:dhooks\.Webhook|discord\.SyncWebhook\.from_url|discord\.Webhook\.from_url)\(\)\.send|discord_webhook\.DiscordWebhook\(\)\.(?:execute|add_embed|add_file)|asyncio\.open_connection\(\)\[\]\.write|asyncio\.open_connection\(\)\.write)$/

/** Is it a call of something that is used further, so that its name goes on? */
export function isContinued(name: string): boolean {
  return CONTINUED.test(name)
}

/** What comes over an open connection. */
export function isReceived(name: string): boolean {
  return /^(?:socket\.(?:socket|create_connection)\(\)\.(?:recv|recvfrom|recv_into|makefile)|ssl\.\S{1,80}\(\)\.(?:recv|read)|websocket\.(?:create_connection|WebSocket)\(\)\.recv|websockets\.(?:client\.|sync\.client\.)?connect\(\)\.recv|(?:http\.client|httplib)\.HTTPS?Connection\(\)\.getresponse|dns\.resolver\.(?:query|resolve)|dns\.resolver\.Resolver\(\)\.(?:query|resolve)|socket\.(?:gethostbyname|getaddrinfo))$/.test(
    name,
  )
}

/** Name services are asked. */
export function isNameService(name: string): boolean {
  return /^(?:socket\.(?:gethostbyname|gethostbyname_ex|getaddrinfo)|dns\.(?:resolver|asyncresolver)\.(?:query|resolve|Resolver\(\)\.(?:query|resolve))|dnspython\.\w+|aiodns\.DNSResolver\(\)\.query|_socket\.gethostbyname|asyncio\.get_event_loop\(\)\.getaddrinfo)$/.test(
    name,
  )
}

/** Text or a code object is run: a word for how. */
export function evaluates(name: string): string | undefined {
  return EVALUATES.get(name) ?? (SHELLCODE.test(name) ? 'shellcode' : undefined)
}

const EVALUATES: ReadonlyMap<string, string> = new Map([
  ['builtins.exec', 'exec'],
  ['builtins.eval', 'eval'],
  ['builtins.execfile', 'execfile'],
  ['marshal.loads', 'marshal'],
  ['types.FunctionType', 'FunctionType'],
  ['types.CodeType', 'CodeType'],
  ['timeit.timeit', 'timeit'],
  ['cProfile.run', 'cProfile'],
  ['profile.run', 'profile'],
  ['code.InteractiveInterpreter().runsource', 'runsource'],
  ['code.InteractiveInterpreter().runcode', 'runcode'],
  ['code.InteractiveConsole().push', 'push'],
  ['runpy.run_path', 'run_path'],
  ['IPython.get_ipython().run_cell', 'run_cell'],
  ['IPython.get_ipython().ex', 'ex'],
])

/** Memory that is made executable, or written in other processes. */
const SHELLCODE =
  /^ctypes\.(?:windll\.kernel32|WinDLL\(\)|CDLL\(\))\.(?:VirtualAlloc(?:Ex)?|VirtualProtect(?:Ex)?|CreateRemoteThread|WriteProcessMemory|RtlMoveMemory|QueueUserAPC|mprotect|memfd_create)$/

/** Objects are made of data, and code of it may run. */
export function unpickles(name: string): boolean {
  return /^(?:c?[pP]ickle\.loads?|_pickle\.loads?|dill\.loads?|cloudpickle\.loads?|joblib\.load|torch\.(?:load|hub\.load)|numpy\.load|pandas\.read_pickle|shelve\.open|jsonpickle\.decode|yaml\.(?:unsafe_load|full_load))$/.test(
    name,
  )
}

/** A file is copied, moved or linked: the second argument is where to. */
export function copies(name: string): boolean {
  return /^(?:shutil\.(?:copy|copy2|copyfile|copytree|move)|os\.(?:rename|replace|link|symlink|renames)|pathlib\.Path\(\)\.(?:rename|replace|symlink_to|hardlink_to)|distutils\.file_util\.copy_file)$/.test(
    name,
  )
}

/** A file is opened. */
export function opens(name: string): boolean {
  return /^(?:builtins\.(?:open|file)|io\.open|codecs\.open|os\.(?:open|fdopen)|gzip\.open|bz2\.open|lzma\.open|aiofiles\.open|pathlib\.Path\(\)\.open|zipfile\.ZipFile|tarfile\.(?:open|TarFile|TarFile\.open)|fsspec\.open|py7zr\.SevenZipFile)$/.test(
    name,
  )
}

/** Something is written into a file that was opened before. */
export function isFileWrite(name: string): boolean {
  return /^(?:builtins\.(?:open|file)|io\.open|codecs\.open|gzip\.open|bz2\.open|lzma\.open|aiofiles\.open|pathlib\.Path\(\)\.open|os\.fdopen|tempfile\.NamedTemporaryFile)\(\)\.(?:write|writelines)$|^(?:json|pickle|marshal|yaml|toml|csv)\.dump$|^os\.write$|^shutil\.copyfileobj$/.test(
    name,
  )
}

/** A file or folder is read, or looked for, by a path in the first argument. */
export function isFileRead(name: string): boolean {
  return /^(?:os\.(?:listdir|scandir|walk)|glob\.i?glob|os\.path\.(?:exists|isfile|isdir|getsize)|shutil\.(?:copy|copy2|copyfile|copytree|make_archive)|sqlite3\.connect|apsw\.Connection|configparser\.\w+\(\)\.(?:read|read_file)|dotenv\.(?:load_dotenv|dotenv_values)|linecache\.getlines?|numpy\.(?:loadtxt|fromfile)|pandas\.read_\w+|mmap\.mmap|netrc\.netrc)$/.test(
    name,
  )
}

/** Methods of pathlib and of archives that read the file they are called on or given. */
export function pathRead(name: string): 'of' | 'argument' | undefined {
  if (
    /^importlib[._]resources\.files\(\)(?:\.(?:joinpath|__truediv__)\(\))*\.(?:read_text|read_bytes|open)$/.test(name)
  )
    return 'of'
  if (/^pathlib\.Path\(\)\.(?:read_text|read_bytes|open|exists|is_file|is_dir|iterdir|glob|rglob|stat)$/.test(name))
    return 'of'
  return /^(?:zipfile\.ZipFile\(\)\.write|tarfile\.open\(\)\.add|tarfile\.TarFile(?:\.open)?\(\)\.add|py7zr\.SevenZipFile\(\)\.write(?:all)?)$/.test(
    name,
  )
    ? 'argument'
    : undefined
}

/** A file is read to its content. */
export function isContentRead(name: string): boolean {
  return !/\.(?:exists|isfile|isdir|getsize|listdir|scandir|walk|i?glob|rglob|iterdir|is_file|is_dir|stat|load_dotenv)$/.test(
    name,
  )
}

/** A file or folder is deleted: `tree` with everything in it. */
export function deletes(name: string): 'file' | 'tree' | undefined {
  if (/^(?:shutil\.rmtree|distutils\.dir_util\.remove_tree|os\.removedirs)$/.test(name)) return 'tree'
  return /^(?:os\.(?:remove|unlink|rmdir|truncate)|pathlib\.Path\(\)\.(?:unlink|rmdir)|send2trash\.send2trash)$/.test(
    name,
  )
    ? 'file'
    : undefined
}

/** Facts about the host and who uses it. */
export function hostFact(name: string): string | undefined {
  return HOST_FACTS.get(name)
}

const HOST_FACTS: ReadonlyMap<string, string> = new Map([
  ['socket.gethostname', 'hostname'],
  ['_socket.gethostname', 'hostname'],
  ['socket.getfqdn', 'hostname'],
  ['platform.node', 'hostname'],
  ['platform.uname', 'uname'],
  ['os.uname', 'uname'],
  ['getpass.getuser', 'user name'],
  ['os.getlogin', 'user name'],
  ['os.getpwuid', 'user name'],
  ['pwd.getpwuid', 'user name'],
  ['pwd.getpwall', 'user names'],
  ['uuid.getnode', 'hardware address'],
  ['psutil.net_if_addrs', 'network interfaces'],
  ['psutil.users', 'user names'],
  ['netifaces.ifaddresses', 'network interfaces'],
  ['netifaces.interfaces', 'network interfaces'],
  ['getmac.get_mac_address', 'hardware address'],
  ['machineid.id', 'machine id'],
  ['win32api.GetComputerName', 'hostname'],
  ['win32api.GetUserName', 'user name'],
  ['wmi.WMI', 'system'],
])

/** What is on the clipboard. */
export function isClipboard(name: string): boolean {
  return /^(?:pyperclip\.(?:paste|copy|waitForPaste|waitForNewPaste)|clipboard\.(?:paste|copy)|tkinter\.\w+\(\)\.clipboard_(?:get|append)|win32clipboard\.(?:GetClipboardData|SetClipboardData|SetClipboardText)|pandas\.read_clipboard|ctypes\.windll\.user32\.(?:GetClipboardData|SetClipboardData)|xerox\.(?:paste|copy)|klembord\.\w+)$/.test(
    name,
  )
}

/** Keyboard, screen, camera and microphone. */
export function spies(name: string): string | undefined {
  if (
    /^(?:pynput\.(?:keyboard|mouse)\.Listener|keyboard\.(?:hook|on_press|on_release|record|read_event|read_key|start_recording)|pyHook\.HookManager|pyWinhook\.HookManager|pyxhook\.HookManager|ctypes\.windll\.user32\.(?:GetAsyncKeyState|SetWindowsHookEx[AW]))$/.test(
      name,
    )
  )
    return 'keyboard'
  if (
    /^(?:PIL\.ImageGrab\.grab(?:clipboard)?|ImageGrab\.grab|pyautogui\.screenshot|pyscreenshot\.grab|mss\.mss\(\)\.(?:grab|shot|save)|d3dshot\.\w+|dxcam\.create|win32gui\.GetDesktopWindow|desktopmagic\.\S{1,60})$/.test(
      name,
    )
  )
    return 'screen'
  return undefined
}

/** What a call does to data: a word for what hides or packs it; undefined for everything else. */
export function transform(name: string): string | undefined {
  return TRANSFORMS.find(([pattern]) => pattern.test(name))?.[1]
}

const TRANSFORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:json|simplejson|ujson|orjson|rapidjson)\.dumps?$|^json\.JSONEncoder\(\)\.encode$/, 'json'],
  [/^base64\.\w+$|^binascii\.[ab]2[ab]_base64$/, 'base64'],
  [/^binascii\.(?:hexlify|b2a_hex|unhexlify)$|\.hex$/, 'hex'],
  [/^(?:zlib|gzip|bz2|lzma|brotli|snappy|zstandard\.\w+\(\))\.(?:compress|decompress)$/, 'gzip'],
  [/^(?:zipfile|tarfile|py7zr|pyzipper)\.\S{1,60}$|^shutil\.make_archive$/, 'zip'],
  [/^urllib\.parse\.(?:urlencode|quote|quote_plus)$|^urllib\.(?:urlencode|quote)$/, 'url'],
  [
    /^cryptography\.fernet\.Fernet\(\)\.\w+$|^Crypto(?:dome)?\.\S{1,60}\.(?:en|de)crypt$|^(?:rsa\.(?:en|de)crypt|nacl\.\S{1,60}\.encrypt|cryptography\.hazmat\.\S{1,120}\.(?:encrypt|update|finalize)|win32crypt\.CryptUnprotectData)$/,
    'encrypt',
  ],
  [/^(?:pickle|marshal|dill|cloudpickle)\.dumps$/, 'pickle'],
  [/^hashlib\.\w+(?:\(\)\.(?:hexdigest|digest|update))?$|^hmac\.\w+$|^zlib\.crc32$/, 'hash'],
]

/** What others see through it is replaced. */
export function hooked(name: string): string | undefined {
  return /^(?:builtins\.(?:__import__|open|exec|eval|compile|print|input|getattr)|sys\.(?:meta_path|path_hooks)|importlib\.(?:import_module|__import__|reload|abc\.\S{1,60})|requests\.(?:Session|sessions\.Session|api)\.\w+|requests\.(?:get|post|request)|urllib3?\.\S{1,80}\.(?:urlopen|request)|urllib\.request\.urlopen|http\.client\.HTTPS?Connection\.\w+|socket\.(?:socket|socket\.\w+|getaddrinfo)|ssl\.SSLContext\.\w+|subprocess\.(?:Popen|run|Popen\.\w+)|os\.(?:system|popen|environ)|getpass\.getpass)$/.exec(
    name,
  )?.[0]
}

/** Native code that is loaded by its path. */
export function isNativeLoad(name: string): boolean {
  return /^(?:ctypes\.(?:CDLL|WinDLL|OleDLL|PyDLL|cdll\.LoadLibrary|windll\.LoadLibrary)|cffi\.FFI\(\)\.dlopen|_ctypes\.dlopen|imp\.load_dynamic|_imp\.create_dynamic)$/.test(
    name,
  )
}

/** Modules are loaded by a name or path. */
export function isDynamicImport(name: string): boolean {
  return /^(?:builtins\.__import__|importlib\.(?:import_module|__import__)|importlib\.util\.spec_from_file_location|imp\.(?:load_source|load_module|load_compiled)|runpy\.run_module|zipimport\.zipimporter)$/.test(
    name,
  )
}

/** Calls of libraries that publish packages, or make repositories and push to them. */
export function publishes(name: string): 'publish-package' | 'publish-repository' | undefined {
  if (/^twine\.(?:__main__\.main|cli\.dispatch|commands\.upload\.\w+)$|^poetry\.publishing\.\S{1,60}$/.test(name))
    return 'publish-package'
  return /^git\.Repo\S{0,60}\.push$|^github\.\S{1,60}\.create_repo$|^pygit2\.\S{1,60}\.push$|^dulwich\.porcelain\.push$/.test(
    name,
  )
    ? 'publish-repository'
    : undefined
}

/** pip in code. */
export function isPip(name: string): boolean {
  return /^pip(?:\.main|\._internal(?:\.main|\.cli\.main)?(?:\.main)?|\.__main__\.\w+)$|^pip\._internal\.main\.main$|^ensurepip\.\w+$|^(?:setuptools\.command\.)?easy_install\.main$/.test(
    name,
  )
}
