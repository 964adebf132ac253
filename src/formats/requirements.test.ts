import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { parseInstalled, parseRequirements, requirements, type Statement } from './requirements.ts'

function parse(text: string): readonly Statement[] {
  return parseRequirements(text, DEFAULT_LIMITS).statements
}

/** The statement in one line, with the place of its first token. */
function inWords(statement: Statement): string {
  if (statement.kind === 'option')
    return `${statement.name} ${statement.value} ${place(statement, statement.offset)}`.replace('  ', ' ')
  if (statement.kind === 'problem')
    return `problem: ${statement.problem.expected} ${place(statement, statement.problem.offset)}`
  const { what, hashes, editable, offset } = statement
  const rest = [...(editable ? ['editable'] : []), ...hashes]
  if (what.kind === 'requirement') {
    const { name, nameOffset, specifier, marker } = what.requirement
    const condition = marker === undefined ? [] : [`; ${marker.text}`]
    return [name + specifier, place(statement, nameOffset + offset), ...condition, ...rest].join(' ')
  }
  const { kind, location, revision, egg, subdirectory, file } = what.reference
  const words = [kind, location, place(statement, offset)]
  if (revision !== undefined) words.push(`@${revision}`)
  if (egg !== undefined) words.push(`egg:${egg}`)
  if (subdirectory !== undefined) words.push(`sub:${subdirectory}`)
  if (file !== undefined) words.push(`${file.name}=${file.version}`)
  if (what.marker !== undefined) words.push(`; ${what.marker.text}`)
  return [...words, ...rest].join(' ')
}

function place({ line }: Statement, offset: number): string {
  const { line: number, column } = line.position(offset)
  return `${number}:${column}`
}

describe('logical lines', () => {
  it.each([
    ['one line', 'torch==2\n', ['torch==2 1:1']],
    ['without an end', 'torch==2', ['torch==2 1:1']],
    ['CRLF', 'a==1\r\nb==2\r\n', ['a==1 1:1', 'b==2 2:1']],
    [
      'a continuation keeps physical lines',
      'a==1 \\\n  ; os_name == "nt"\nb==2',
      ['a==1 1:1 ; os_name == "nt"', 'b==2 3:1'],
    ],
    ['a name on the second line', '\\\n  a==1', ['a==1 2:3']],
    ['a file that ends in a continuation', 'a==1 \\', ['a==1 1:1']],
    ['comments need white space before them', 'a @ https://e.example/a#b.zip # c', ['a 1:1']],
    ['a comment line', '  # a==1\nb==2', ['b==2 2:1']],
    ['a comment line ends a continuation', 'a==1 \\\n# c \\\nb==2', ['a==1 1:1', 'b==2 3:1']],
    ['text behind a form feed is a line of its own', '# harmless\fb==2', ['b==2 1:12']],
    ['text behind U+2028 is a line of its own', '# harmless\u2028b==2', ['b==2 1:12']],
    ['indented', '    a==1', ['a==1 1:5']],
  ])('%s', (_name, text, expected) => {
    expect(parse(text).map(inWords)).toEqual(expected)
  })
})

describe('options', () => {
  it.each([
    ['-r base.txt', ['--requirement base.txt 1:4']],
    ['-rbase.txt', ['--requirement base.txt 1:3']],
    ['--requirement=base.txt', ['--requirement base.txt 1:15']],
    ['--requirement base.txt', ['--requirement base.txt 1:15']],
    ['--requirem base.txt', ['--requirement base.txt 1:12']],
    ['--require-h', ['--require-hashes 1:1']],
    ['--req base.txt', ['problem: an option of pip 1:1', 'problem: an option of pip 1:7']],
    ['-r "my base.txt"', ['--requirement my base.txt 1:5']],
    ['-r my\\ base.txt', ['--requirement my base.txt 1:4']],
    ['-c c.txt', ['--constraint c.txt 1:4']],
    ['-i https://registry.example/simple', ['--index-url https://registry.example/simple 1:4']],
    [
      '--index-url https://a.example --extra-index-url=https://b.example',
      ['--index-url https://a.example 1:13', '--extra-index-url https://b.example 1:49'],
    ],
    ['-f https://registry.example/wheels', ['--find-links https://registry.example/wheels 1:4']],
    ['--no-binary :all:', ['--no-binary :all: 1:13']],
    ['--pre', ['--pre 1:1']],
    ['--no-index --pre', ['--no-index 1:1', '--pre 1:12']],
    ['--frobnicate', ['problem: an option of pip 1:1']],
    ['-r', ['problem: an option of pip 1:1']],
    ['a==1 --hash=sha256:aa --hash sha256:bb', ['a==1 1:1 sha256:aa sha256:bb']],
    ['a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb', ['a==1 1:1 sha256:aa sha256:bb']],
    ['a==1 --config-settings k=v --global-option="-x"', ['a==1 1:1']],
    ['-e ./a', ['local ./a 1:4 editable']],
    ['--editable=./a[extra]', ['local ./a 1:12 editable']],
    ['-e "a @ git+https://git.example/a"', ['a 1:5 editable']],
    ['-e git+https://git.example/a.git@v1#egg=a', ['git https://git.example/a.git 1:4 @v1 egg:a editable']],
  ])('%s', (text, expected) => {
    expect(parse(text).map(inWords)).toEqual(expected)
  })
})

describe('places to install from', () => {
  it.each([
    [
      'https://e.example/torch-2.1.0%2Bcu118-cp310-cp310-linux_x86_64.whl',
      'url https://e.example/torch-2.1.0%2Bcu118-cp310-cp310-linux_x86_64.whl 1:1 torch=2.1.0+cu118',
    ],
    ['https://e.example/my-pkg-1.0.tar.gz', 'url https://e.example/my-pkg-1.0.tar.gz 1:1 my-pkg=1.0'],
    ['https://e.example/archive/v4.30.zip', 'url https://e.example/archive/v4.30.zip 1:1'],
    ['https://e.example/a-1.zip#egg=b', 'url https://e.example/a-1.zip 1:1 egg:b a=1'],
    ['https://e.example/?a;b', 'url https://e.example/?a;b 1:1'],
    ['./a ; os_name == "nt"', 'local ./a 1:1 ; os_name == "nt"'],
    ['https://e.example/a ; os_name == "nt"', 'url https://e.example/a 1:1 ; os_name == "nt"'],
    ['../lib[extra]', 'local ../lib 1:1'],
    ['packages/lib', 'local packages/lib 1:1'],
    ['a-1.0-py3-none-any.whl', 'local a-1.0-py3-none-any.whl 1:1 a=1.0'],
    ['C:\\wheels\\a-1.0.zip', 'local C:\\wheels\\a-1.0.zip 1:1 a=1.0'],
    ['file:///srv/a-1.0.zip', 'local file:///srv/a-1.0.zip 1:1 a=1.0'],
    [
      'git+https://git.example/o/r.git@feature/x#egg=a[b]&subdirectory=py/a',
      'git https://git.example/o/r.git 1:1 @feature/x egg:a sub:py/a',
    ],
    ['git+ssh://git@git.example/o/r.git', 'git ssh://git@git.example/o/r.git 1:1'],
    ['hg+https://hg.example/r@tip#egg=a', 'url https://hg.example/r 1:1 @tip egg:a'],
    ['git+https://git.example/o/r#egg=a==1.0', 'git https://git.example/o/r 1:1 egg:a'],
  ])('%s', (text, expected) => {
    expect(parse(text).map(inWords)).toEqual([expected])
  })

  it('takes `name @ path` for a package', () => {
    expect(parseInstalled('a @ ./b/c', DEFAULT_LIMITS).kind).toBe('requirement')
  })
})

describe('comments', () => {
  it('keeps the header, and gives a requirement its own and those under it', () => {
    const file = parseRequirements(
      '# one\n#\n\n# two\na==1  # via b\n    # via c\n\n# not its own\nb==1\n',
      DEFAULT_LIMITS,
    )
    const comments = file.statements.map((statement) => (statement.kind === 'install' ? statement.comments : []))
    expect([file.header, comments]).toEqual([
      [' one', '', ' two'],
      [[' via b', ' via c'], []],
    ])
  })
})

describe('what is not understood', () => {
  it('does not hide the lines around it', () => {
    const text = '{% if gpu %}\ntorch==2.1\n{% endif %}\nnumpy=={{ numpy }}\nscipy==${SCIPY}\na==1\n'
    expect(parse(text).map(inWords)).toEqual([
      'problem: a package name 1:1',
      'torch==2.1 2:1',
      'problem: a package name 3:1',
      'problem: a version behind `==` 4:8',
      'problem: a version behind `==` 5:8',
      'a==1 6:1',
    ])
  })

  it.each([
    ['one line', 'a'.repeat(1_000_000)],
    ['a line of hashes', `a==1 ${'--hash=sha256:aa '.repeat(60_000)}`],
    ['a continuation', 'a \\\n'.repeat(250_000)],
    ['lines', 'a==1\n'.repeat(100_000)],
    ['hash signs', '#'.repeat(1_000_000)],
    ['hash signs behind text', `a${'#'.repeat(1_000_000)}`],
    ['semicolons of a URL', `https://e.example/${';'.repeat(1_000_000)}`],
    ['blanks', ' '.repeat(1_000_000)],
    ['quotes', `-r ${'"'.repeat(1_000_000)}`],
    ['backslashes', `-r ${'\\'.repeat(1_000_000)}`],
    ['fragments', `https://e.example/x#${'egg=a&'.repeat(160_000)}`],
    ['opening brackets', `./x${'['.repeat(1_000_000)}]`],
  ])('reads a megabyte of %s in linear time', (_name, text) => {
    const start = performance.now()
    parse(text)
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('stops at more lines than the limit', () => {
    expect(() => parseRequirements('a\n'.repeat(11), { ...DEFAULT_LIMITS, nodes: 10 })).toThrow('more than 10 lines')
  })
})

describe('encodings', () => {
  it.each([
    ['UTF-8', bytesOf('# é\ntorch==2', 'utf8')],
    ['UTF-8 with a byte order mark', bytesOf('\uFEFF# é\ntorch==2', 'utf8')],
    ['UTF-16, as PowerShell redirects', bytesOf('\uFEFF# é\ntorch==2', 'utf16le')],
    ['Latin-1 with a PEP 263 line', bytesOf('# coding: latin-1 é\ntorch==2', 'latin1')],
  ])('%s', (_name, bytes) => {
    expect(requirements.parse(bytes, DEFAULT_LIMITS).statements.map(inWords)).toEqual(['torch==2 2:1'])
  })

  it.each([
    ['an encoding we do not know', bytesOf('# coding: klingon\ntorch==2', 'utf8')],
    ['bytes that are no UTF-8', bytesOf('# é\ntorch==2', 'latin1')],
  ])('refuses %s', (_name, bytes) => {
    expect(() => requirements.parse(bytes, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'FORMAT_ENCODING' }),
    )
  })
})

function bytesOf(text: string, encoding: BufferEncoding): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding))
}
