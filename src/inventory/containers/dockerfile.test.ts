import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { diagnosticsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { dockerfile } from './dockerfile.ts'

function read(text: string, path = 'Dockerfile'): Promise<Extraction> {
  return dockerfile.extract(fileOf(path, text))
}

async function installs(text: string): Promise<readonly string[]> {
  const { mentions } = await read(text)
  return mentions.map((mention) => `${shown(mention)} ${mention.location.lines?.start}:${mention.location.column}`)
}

describe('what an instruction installs, and where that stands', () => {
  it.each([
    ['RUN pip install torch==2.1.0', 'PyPI:torch@2.1.0 1:24'],
    ['run pip install torch', 'PyPI:torch 1:17'],
    ['RUN pip install \\\n  a==1 \\\n  # b==2\n\n  c==3', 'PyPI:a@1 2:6', 'PyPI:c@3 5:6'],
    ['RUN pip install a==1 \\\r\n  b==2\r\nRUN pip install c', 'PyPI:a@1 1:20', 'PyPI:b@2 2:6', 'PyPI:c 3:17'],
    ['# escape=`\nFROM x\nRUN pip install a==1 `\n  b==2', 'PyPI:a@1 3:20', 'PyPI:b@2 4:6'],
    ['RUN ["pip", "install", "torch>=2"]', 'PyPI:torch >=2 1:32'],
    ['RUN ["/bin/bash", "-c", "pip install a==1"]', 'PyPI:a@1 1:41'],
    ['RUN --mount=type=cache,target=/c --network=none pip install a', 'PyPI:a 1:61'],
    ['RUN <<EOF\npip install a==1\n# pip install b\nEOF\nRUN pip install c', 'PyPI:a@1 2:16', 'PyPI:c 5:17'],
    ['RUN <<-"EOF"\n\tpip install a==1\n\tEOF\nRUN pip install c', 'PyPI:a@1 2:17', 'PyPI:c 4:17'],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nos.system("pip install a")\nEOF', 'PyPI:a 4:24'],
    ['RUN python3 - <<EOF\nimport os\nos.system("pip install a")\nEOF', 'PyPI:a 3:24'],
    ['RUN bash <<EOF\npip install a\nEOF', 'PyPI:a 2:13'],
    ['COPY <<EOF /x.sh\npip install no\nEOF\nRUN pip install a', 'PyPI:a 4:17'],
    ['ONBUILD RUN pip install a', 'PyPI:a 1:25'],
    ['CMD pip install a && python app.py', 'PyPI:a 1:17'],
    ['ENTRYPOINT ["sh", "-c", "pip install a"]', 'PyPI:a 1:38'],
    ['LABEL x="pip install a"'],
    ['# RUN pip install a'],
    ['SHELL ["powershell", "-Command"]\nRUN pip install a `\n  ; C:\\py\\Scripts\\pip.exe install b', 'PyPI:a 2:17'],
    ['# escape=`\nFROM w\nRUN C:\\Python\\Scripts\\pip.exe install a', 'PyPI:a 3:39'],
  ])('%j', async (text, ...expected) => {
    expect(await installs(text)).toEqual(expected)
  })
})

describe('variables', () => {
  it.each([
    ['ARG V=1.0\nRUN pip install a==$V', 'PyPI:a@1.0'],
    ['ENV V=1.0\nRUN pip install a==${V}', 'PyPI:a@1.0'],
    ['ENV V 1.0\nRUN pip install a==${V}', 'PyPI:a@1.0'],
    ['ENV A=1 V="$A.0"\nRUN pip install a==$V', 'PyPI:a@?'],
    ['ENV A=1\nENV V="${A}.0"\nRUN pip install a==$V', 'PyPI:a@1.0'],
    ['ARG V=1.0\nENV V=2.0\nRUN pip install a==$V', 'PyPI:a@2.0'],
    ['ARG V=1.0\nFROM x\nRUN pip install a==$V', 'PyPI:a@?'],
    ['ARG V=1.0\nFROM x\nARG V\nRUN pip install a==$V', 'PyPI:a@1.0'],
    ['ARG V\nRUN pip install a==$V', 'PyPI:a@?'],
    ['ARG V\nRUN pip install a==${V:-3.0}', 'PyPI:a@3.0'],
    ['FROM x AS b\nENV V=1.0\nFROM b\nRUN pip install a==$V', 'PyPI:a@1.0'],
    ['FROM x AS b\nENV V=1.0\nFROM y\nRUN pip install a==$V', 'PyPI:a@?'],
    ['FROM x\nRUN V=1.0; pip install a==$V\nRUN pip install b==$V', 'PyPI:a@1.0', 'PyPI:b@?'],
    ['ENV P="a==1 b==2"\nRUN pip install $P', 'PyPI:a@1', 'PyPI:b@2'],
  ])('%j', async (text, ...expected) => {
    expect((await read(text)).mentions.map(shown)).toEqual(expected)
  })

  it('an index of ENV is the origin', async () => {
    const { mentions } = await read('ENV PIP_INDEX_URL=https://registry.example/simple\nRUN pip install a')
    expect(mentions[0]?.origin).toEqual({ kind: 'registry', index: 'https://registry.example/simple' })
  })
})

describe('stages', () => {
  it.each([
    ['FROM x AS builder\nRUN pip install a\nFROM y\nRUN pip install b', 'stage:builder', 'stage:1'],
    ['FROM x\nRUN pip install a', ''],
    ['FROM x as only\nRUN pip install a', 'stage:only'],
  ])('%j', async (text, ...groups) => {
    expect((await read(text)).mentions.map((mention) => mention.groups.join())).toEqual(groups)
  })
})

describe('requirement files are found in the build context', () => {
  it.each([
    ['Dockerfile', 'FROM x\nCOPY . .\nRUN pip install -r requirements.txt', 'requirements.txt'],
    ['api/Dockerfile', 'FROM x\nCOPY requirements.txt .\nRUN pip install -r requirements.txt', 'api/requirements.txt'],
    [
      'api/Dockerfile',
      'FROM x\nWORKDIR /app\nCOPY reqs/base.txt /app/\nRUN pip install -r /app/base.txt',
      'api/reqs/base.txt',
    ],
    ['Dockerfile', 'FROM x\nCOPY a.txt /tmp/r.txt\nRUN cd /tmp && pip install -r r.txt', 'a.txt'],
    ['Dockerfile', 'FROM x\nCOPY src/ /code/\nRUN pip install -r /code/sub/r.txt', 'src/sub/r.txt'],
    [
      'Dockerfile',
      'FROM x\nCOPY requirements*.txt ./\nRUN pip install -r requirements-gpu.txt',
      'requirements-gpu.txt',
    ],
    ['Dockerfile', 'FROM x\nRUN --mount=type=bind,source=r.txt,target=r.txt pip install -r r.txt', 'r.txt'],
    [
      'Dockerfile',
      'FROM x AS a\nCOPY r.txt /r.txt\nFROM y\nCOPY --from=a /r.txt /s.txt\nRUN pip install -r /s.txt',
      'r.txt',
    ],
    ['docker/Dockerfile', 'FROM x\nCOPY docker/r.txt /r.txt\nRUN pip install -r /r.txt', 'docker/r.txt'],
    ['Dockerfile', 'FROM x\nCOPY env.yml /\nRUN conda env create -f /env.yml', 'env.yml'],
  ])('%s %j', async (path, text, included) => {
    const { includes, diagnostics } = await read(text, path)
    expect(includes.map((include) => include.path)).toEqual([included])
    expect(diagnostics).toEqual([])
  })

  it.each([
    ['FROM x\nRUN pip install -r requirements.txt'],
    ['FROM x\nCOPY --from=other/image /r.txt /r.txt\nRUN pip install -r /r.txt'],
    ['FROM x\nADD https://files.example/r.txt /r.txt\nRUN pip install -r /r.txt'],
    ['FROM x\nCOPY ../r.txt /\nRUN pip install -r /r.txt'],
  ])('%j is told to be out of reach', async (text) => {
    const { includes, diagnostics } = await read(text)
    expect(includes).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['FORMAT_OUTSIDE'])
  })
})

describe('what cannot be read is told', () => {
  it.each([
    ['RUN pip install numpy>=1.20', 'FORMAT_PARTIAL 1:22'],
    ['RUN <<EOF\npip install a', 'FORMAT_PARTIAL 1:1'],
    ['RUN pip install $X', 'FORMAT_PARTIAL 1:17'],
  ])('%j', async (text, place) => {
    expect(diagnosticsInWords(await read(text))[0]).toContain(place)
  })
})

it.each([
  ['stages', 'FROM a AS a\nCOPY a a\n'],
  ['doubling', 'ENV A=x$A$A\n'],
  ['continuations', 'RUN a \\\n'],
  ['exec', 'RUN ["a", \n'],
  ['here-documents', 'RUN <<a\n'],
  ['includes', 'COPY a b\nRUN pip install -r c\n'],
  ['flags', '--a=b '],
])('a megabyte of %s is read in linear time', async (_name, text) => {
  const before = performance.now()
  await read(text.repeat((1 << 20) / text.length))
  expect(performance.now() - before).toBeLessThan(8000)
})
