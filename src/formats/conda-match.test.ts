import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { parseCondaMatch } from './conda-match.ts'

/** `channel::name version build`, `-` for what is not said; `!` before what was expected. */
function inWords(text: string): string {
  const parsed = parseCondaMatch(text, DEFAULT_LIMITS)
  if (parsed.kind === 'problem') return `!${parsed.expected}`
  if (parsed.kind === 'file') {
    const { name, version, build, hash } = parsed.file
    return `file ${name} ${version} ${build} ${hash ?? '-'}`
  }
  const { channel, name, version, build } = parsed.match
  const shown = version.kind === 'any' ? 'any' : `${version.kind}:${version.text}`
  return `${channel ?? '-'} ${name} ${shown} ${build ?? '-'}`
}

describe('a MatchSpec', () => {
  it.each([
    ['numpy', '- numpy any -'],
    ['numpy=1.26', '- numpy range:=1.26 -'],
    ['numpy==1.26.4', '- numpy exact:1.26.4 -'],
    ['numpy=1.26.4=py311_0', '- numpy exact:1.26.4 py311_0'],
    ['numpy==1.26.4=py311_0', '- numpy exact:1.26.4 py311_0'],
    ['numpy=1.26.*', '- numpy range:=1.26.* -'],
    ['numpy 1.26.*', '- numpy range:1.26.* -'],
    ['numpy 1.26.4', '- numpy exact:1.26.4 -'],
    ['numpy 1.26.4 py311_0', '- numpy exact:1.26.4 py311_0'],
    ['numpy>=1.20,<2', '- numpy range:>=1.20,<2 -'],
    ['numpy >=1.20, <2', '- numpy range:>=1.20,<2 -'],
    ['numpy >= 1.20', '- numpy range:>=1.20 -'],
    ['numpy >=1.20 py311*', '- numpy range:>=1.20 py311*'],
    ['numpy 1.20|1.21', '- numpy range:1.20|1.21 -'],
    ['numpy!=1.21', '- numpy range:!=1.21 -'],
    ['numpy~=1.21', '- numpy range:~=1.21 -'],
    ['numpy=*', '- numpy any -'],
    ['numpy=*=*openblas', '- numpy any *openblas'],
    ['numpy *', '- numpy any -'],
    ['numpy=1.26=*', '- numpy exact:1.26 *'],
    ['conda-forge::numpy', 'conda-forge numpy any -'],
    ['conda-forge/linux-64::numpy=1.26', 'conda-forge/linux-64 numpy range:=1.26 -'],
    ['https://registry.example/c::numpy', 'https://registry.example/c numpy any -'],
    ["numpy[version='>=1,<2']", '- numpy range:>=1,<2 -'],
    ['numpy[version=1.26.4, build="py311*", channel=conda-forge]', 'conda-forge numpy exact:1.26.4 py311*'],
    ['numpy[md5=0123]', '- numpy any -'],
    ['_libgcc_mutex=0.1=main', '- _libgcc_mutex exact:0.1 main'],
    ['tzdata 2024a', '- tzdata exact:2024a -'],
    ['x 1!2.0_3', '- x exact:1!2.0_3 -'],
    ['pytorch=2.1.0=py3.11_cuda11.8_cudnn8.7.0_0', '- pytorch exact:2.1.0 py3.11_cuda11.8_cudnn8.7.0_0'],
    ['numpy  # [linux]', '- numpy any -'],
    ['  numpy  ', '- numpy any -'],
    ['https://registry.example/c/linux-64/a-b-1.0-py_0.conda#0123', 'file a-b 1.0 py_0 0123'],
    ['./a-1.0-0.tar.bz2', 'file a 1.0 0 -'],
    ['', '!the name of a conda package'],
    ['=1.0', '!the name of a conda package'],
    ['{{ name }}', '!the name of a conda package'],
    ['nu/mpy', '!the name of a conda package'],
    ['numpy=$V', '!a version of numpy'],
  ])('%s', (text, expected) => {
    expect(inWords(text)).toBe(expected)
  })

  it.each([
    ['numpy=1.26', 6],
    ['numpy >= 1.20', 9],
    ['c::numpy==1.0', 10],
    ["numpy[version='>=1']", 17],
    ['numpy 1.0 b', 6],
  ])('%s has its version at %i', (text, offset) => {
    expect(parseCondaMatch(text, DEFAULT_LIMITS)).toMatchObject({ match: { version: { offset } } })
  })
})
