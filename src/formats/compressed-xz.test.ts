import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bitFlips, NUMBERS, sha256, unpackAll } from '../../test/support/unpacking.ts'

// Written by XZ Utils through Python's lzma module; BOMB and FOUR_MEGABYTES are deflated once more.
const EMPTY = Buffer.from('/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=', 'base64')
const TEXT_NONE = Buffer.from(
  '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+WjAQAOYW4gaG9uZXN0IG1vZGVsAAAAAR8PJKZjfQZynnoBAAAAAABZWg==',
  'base64',
)
const TEXT_CRC32 = Buffer.from(
  '/Td6WFoAAAFpIt42AgAhARYAAAB0L+WjAQAOYW4gaG9uZXN0IG1vZGVsAAApZmXAAAEjD9vfkA6QQpkNAQAAAAABWVo=',
  'base64',
)
const TEXT_CRC64 = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAOYW4gaG9uZXN0IG1vZGVsAAASP4CoZF17ZwABJw/fGvxqH7bzfQEAAAAABFla',
  'base64',
)
const TEXT_SHA256 = Buffer.from(
  [
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQAOYW4gaG9uZXN0IG1vZGVsAAC8L1NjQ3BJ9rWew0G9rTaZNYcLvOiObwYUdoOlVOLj',
    '2gABPw+GgufoGJtLmgEAAAAAClla',
  ].join(''),
  'base64',
)
const PACKED = Buffer.from(
  [
    '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4YafBK5dABgLA3XpaKjUZdWV9v0RVxHGICUzmWp/grwQocnz5TagfiJhKRPFyDbqQ1at',
    'IcF30PzSK00B4O9fG9nJYdSpWHmhqiZOOk9sLcz3U+hWmuE14b4vV8IK/n9UTVSg3Wm6duDD/DxKT9TStkH1iNAFygk099x/i9+F',
    'ELkwpTSxIxl9VS+oSojVjJsgLi9GfsnGp0OBaQiwUlU9yjAvUencPFRRzyYzOzBxN9ZgCAfXIqkGETr2gLtvPbqm8RXGJiqto0ze',
    'ErkMdph4TMMfhCX5CHoyI2Yllsnqqem+Frr0L9hnSUbq5e7wexwzS6MHfAd8U7G5J4YZtcLRbHZhKCiUzJHIZGkV8OgX7UbeaSWB',
    'ziFRDz4z/dvYuOUODXExEkRGpInc9//HyPpCImdv8Gaa1Q9kjxOkCqrNhO3/fPvT/7+t8g6384hZOfeSI0dsq3t86grx66kB5q/H',
    'Co5rpl0lFU6rBRN/Op3ZplWZrNSvMMYxygDcwxp8vpxrbgIV78hBjBeNh7H5PZHj7tfpCFGj13PUQBZxGZKpXa9jrOxrFNbW88fR',
    'yOYFvVZw8op29/0RiOJwgdEhGHez6KHgMWRQ2jJ/GgG7MBob6pRVoh7bnAEZpX6bmfRqawpx8b/CTn0bJtDqgYjZyUK2QcyK8Lfn',
    'mww6LUQIiNs0mXzXac3QZLutj+Xw/110xE83m7lvWHxKzmj/TYTfgdP3FEp4iyyHNCQOf02UzOYcDWkMpm+UmtaCRg+p766bLSpC',
    'rtraiheDWhN99yefGknRLnFTRiVf1dGbJ9VcAyBf/GiW32wYrADoyQ1n5mfNn8xCZw7djo+rwXzc03nqBZGEagcjNJTNodcloOAz',
    'YTOE53HVZo2s2woEqAiZUPKeu2PRsfAEwk96SR4qy+qERUd2g+Mi+GcAleS+PqDz59VJvV37bxjrVfiu3aFOm7hxIh6vZ3webkYG',
    '4AFqjv5/3tyq3hZeaYLrxbeLVE/+d1AhsjaOvXCgPEjWsHih7IiOcZdW0n4BF2rLPbLZR/pmYQBpjlxQXcSxoegCSzXKYix/0yaO',
    'T3ZRPIuWCLmzpezE3o/fCz2napfKexG4MFRrZd9YiI4xEEP8ubha4H6rx6vPAiW8K/VjXJwuO+Czok0Gg5zSbvzYi7YKlensjC40',
    'JdvlF4W3rQk39uwd2E3vQDod+eOMNmqcj/py01oILGM4eW578SKS93PoGtlWWKudijsQcBeYbVf0o6DUo9yQDXmcnQGidcjsnWh2',
    'JRqL6C51nc2Bk+tHQWLzq2GyDH9rlSf4lwNqznKCFI2OFSsoqJTbTvp0/xJlm4mmo1USqkHgKleJtBYRxetBKFc40AYM8tRCnzrW',
    'GWCivGZzCOStiA2bIXjVZI2WCWAmZgpcX7azD78LLmFhIB0kpsSTqUyd7ede+l0Cawos4y30z5JdZMs3ouDXYTUd8MlfZq2QdZ9a',
    'fOxQimcMctd66Gg4YrWXz927SD654VKtizskGhtzXl9fCjwGZ5FJvTPloEWZgCpkVpeqTSMi6QfBSm1ZlBb56UNlmBRgfBxA24PE',
    '2rta36NWdCPQU3E2VMaIdFOtAEGUTEk3bY+/2QAAAAAw0CSy65NEQAABygmgjQYALr3qjLHEZ/sCAAAAAARZWg==',
  ].join(''),
  'base64',
)
const SMALL_DICTIONARY = Buffer.from(
  [
    '/Td6WFoAAATm1rRGAgAhAQAAAAA3J5fW4YafBRETABgLW62nAgMfu69jjv0kRI+I+OwVi64d/Gz3l98s/+ChzkWJbsks1v3MgMRx',
    'jJjeEFDaIDffERDS2iCVcM+DTY9fTj8fFdU+faN5sVQs0oeR76sY4iZMo2XFVw6E0S1RFpuT0ubfR//WFYbAup+SVWOROAxBDwoV',
    '0pdgpMvPaQwMMCEHNMy256zSQFmAEi1eZfGRpCZZLIonG9XkV/DsbJUmJ/VAt9uVlIg8a2YuljreWCuZiC4fl0FfqjQOZ+Ot64Q8',
    'Y+q7XXAlbkj2twmEgFVufPWdPv8DOktes8DjRYWlU+Z5+8/4VOp/wwObh9aEQ05Ru0GIY7vDQChq0sLXn9HNAWMyzn/9CvEvYJy9',
    'knxSWbIppOVtLzpIpW+My5HZ90XcRs2Nqzhg/VO31VplVrUjTz1et9suMYNrs9WKYT394kdWQPwzh51jEQJ4wbEVl6QD8ytSYBBX',
    '5EJI8eoqztw6EBFepGpXoschnbeZoNbAp/8DOXQNp2lguWJPI92+yA7m06wOK0U6Vqgmc/sQkRE7IDgkvdxAyzkc2lBXvTZDaPLf',
    'KKhvw88QLZhZSxdbh4tFlpuhfpfXYo4cjXIjYCvLNm2z+3lrc+R3mpW3tBBd4ozNKCstECZSwupMWa2JTzCusRWnMK6l40J3WbFT',
    'sFnlrnQX8yuuIw3MtabLS/xpt7XRRaJdMCyI3Cwufd+9+9krQZPmSnnwd9JNXJbw5+vhQMLtRZCI075/D73mgW3PoLwgzi8UdT55',
    'f0r4ryL6m1PTYCUgvtPOdlrdVxG9MZMVB35Da3YPsblKKdlkoIp8FtYbnLE09sk/rUcbZq3DyRuG/FExrQ13xtMUBGHHabfEFERK',
    '/1w4R1oKhXn6mR+izDx1ami4VKVqt22R9RrVsPpBoVv6K0dn1SI8NCfkc0dEXxVq5iaXtFHQnrnH2/EfHz4cuSiUvNe4vBj8I8W+',
    'YyIlexGbruzkFVOzG4GVg00TwAAwpB1pMouELMTcm8yj3RGLSrt/ZcEhFXr3MqV8O0T9jkoGNvsKIa0T8VURP6+tD9JFpLrwHL3Y',
    'HQeU3rlUw/VqbVpMIYFSM/hNC+Z3I/U1bJXKa5sSuA3MMg+k5qeQqiax8vnoA+bq1DPgIr2AISP/L/jgYdwFfT/sEsbVanKr4QMu',
    'yypfaB4PbMpA19NEMvR6FUFdXQ1lE8XJtnwkPcqQeTq9t7iXcQinjWo58xw31HATE7OTdAO5oyJnp31W5Icd43LJnYp7tGOZDjZj',
    '6j5OV4YFGqACtoN+1yMoFkz0v0mokBp6w/QkBKdQ21Vszk4IFYHiEhQmjFfjTtFUpYsQjlgXYnE/+QjeGuCBtveNdSylCi90xfDA',
    'RQlyKmmQKoLkdfTjg6Iub7nTDOZxI/jKoLP4hlnqvYOVexw7Brh+4YqKkD3MSuXXYmPG5ZY5ehQH48irv1u6PKxtOqmmlqRm7ihk',
    'R83ABJYOLiwDsxlcorOuJE+Yo9xohL8pDh0V8cdk85f/sBWpluyw2YylntRkHucGPrGGvjAbpn5wdcwvZrELF1wYVAdsXpBB8v1g',
    'c4m+sEZXfTimM6hwETPypl8L9C3yx03g7ieZbbdhewYyf8zyirhqQgsjPA4XpAeq9julO3bwf1ZYFLuL8XPyZWQOc025okb669h4',
    'VrByt6i1sg6lEutZsofNly8LTJvOzgFczhx/2JT48waY4pTHHgr5He0dwgIHBO6flEV0HQAAAAAAMNAksuuTREAAAa0KoI0GABz4',
    'u96xxGf7AgAAAAAEWVo=',
  ].join(''),
  'base64',
)
const NOISE = Buffer.from(
  [
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQErxn6Ba0v74vtU9r3ffBzhhwG/Md5Wcg9HZ2aHWaqIPFnqVhN70oWh2DxUVS83rmVb',
    '2gJ5mMzjGnaOX9mZjx8/Nu5DeE0N+r6m2uSGjtwpbU7/VuFwIPuPsVgFkMUJ3FPNqjtImVLTUp0Gn+q1wgYTmEmyAR6sMogxnFJG',
    'lXE2j1f2OR0W+oh09Zh8F1xBu21xjg9wWccBGy8zPZHAHaUNDaszjX5ejz7maHSmOrHDkxGoZMfbyuBg4fO/CQBnouMloCExh9Vi',
    'xahPfi4Ja5SfsG2pnloLRnCAts9HDKalKtis+6Drt3kkciOSSIDFpqeFt9eMkOSrY0RSZuOcMyX5Xqq6c2BdS3F+vqmMVxlxw8pe',
    '5SozrIhRZqF7dWdkmmnvb1ZCoB1RxQL3u5JFAMhBz2JZ59dOAAHEAqwCAADMqdU3scRn+wIAAAAABFla',
  ].join(''),
  'base64',
)
const FOUR_MEGABYTES = inflateRawSync(
  Buffer.from(
    [
      'AaAHX/j9N3pYWgAABObWtEYCACEBFgAAAHQv5aP//xIGEl0AGAsDdeloqNRl1ZX2/RFXEcYgJTOZan+CvBChyfPlNqB+ImEpE8XI',
      'NupDVq0hwXfQ/NIrTQHg718b2clh1KlYeaGqJk46T2wtzPdT6Faa4TXhvi9Xwgr+f1RNVKDdabp24MP8PEpP1NK2QfWI0AXKCTT3',
      '3H+L34UQuTClNLEjGX1VL6hKiNWMmyAuL0Z+ycanQ4FpCLBSVT3KMC9R6dw8VFHPJjM7MHE31mAIB9ciqQYROvaAu289uqbxFcYm',
      'Kq2jTN4SuQx2mHhMwx+EJfkIejIjZiWWyeqp6b4WuvQv2GdJRurl7vB7HDNLowd8B3xTsbknhhm1wtFsdmEoKJTMkchkaRXw6Bft',
      'Rt5pJYHOIVEPPjP929i45Q4NcTESREakidz3/8fI+kIiZ2/wZprVD2SPE6QKqs2E7f98+9P/v63yDrfziFk595IjR2yre3zqCvHr',
      'qQHmr8cKjmumXSUVTqsFE386ndmmVZms1K8wxjHKANzDGny+nGtuAhXvyEGMF42Hsfk9kePu1+kIUaPXc9RAFnEZkqldr2Os7GsU',
      '1tbzx9HI5gW9VnDyinb3/RGI4nCB0SEYd7PooeAxZFDaMn8aAbswGhvqlFWiHtucARmlfpuZ9GprCnHxv8JOfRsm0OqBiNnJQrZB',
      'zIrwt+ebDDotRAiI2zSZfNdpzdBku62P5fD/XXTETzebuW9YfErOaP9NhN+B0/cUSniLLIc0JA5/TZTM5hwNaQymb5Sa1oJGD6nv',
      'rpstKkKu2tqKF4NaE333J58aSdEucVNGJV/V0Zsn1VwDIF/8aJbfbBisAOjJDWfmZ82fzEJnDt2Oj6vBfNzTeeoFkYRqByM0lM2h',
      '1yWg4DNhM4TncdVmjazbCgSoCJlQ8p67Y9Gx8ATCT3pJHirL6oRFR3aD4yL4ZwCV5L4+oPPn1Um9XftvGOtV+K7doU6buHEiHq9n',
      'fB5uRgbgAWqO/n/e3KreFl5pguvFt4tUT/53UCGyNo69cKA8SNaweKHsiI5xl1bSfgEXass9stlH+mZhAGmOXFBdxLGh6AJLNcpi',
      'LH/TJo5PdlE8i5YIubOl7MTej98LPadql8p7EbgwVGtl31iIjjEQQ/y5uFrgfqvHq88CJbwr9WNcnC474LOiTQaDnNJu/NiLtgqV',
      '6eyMLjQl2+UXhbetCTf27B3YTe9AOh3544w2apyP+nLTWggsYzh5bnvxIpL3c+ga2VZYq52KOxBwF5htV/SjoNSj3JANeZydAaJ1',
      'yOydaHYlGovoLnWdzYGT60dBYvOrYbIMf2uVJ/iXA2rOcoIUjY4VKyiolNtO+nT/EmWbiaajVRKqQeAqV4m0FhHF60EoVzjQBgzy',
      '1EKfOtYZYKK8ZnMI5K2IDZsheNVkjZYJYCZmClxftrMPvwsuYWEgHSSmxJOpTJ3t5176XQJrCizjLfTPkl1kyzei4NdhNR3wyV9m',
      'rZB1n1p87FCKZwxy13roaDhitZfP3btIPrnhUq2LOyQaG3NeX18KPAZnkUm9M+WgRZmAKmRWl6pNIyLpB8FKbVmUFvnpQ2WYFGB8',
      'HEDbg8Tau1rfo1Z0I9BTcTZUxoh0U60AQZRMSTdtkaBIYqPvzatlocfIRo8z4VQ4pEAh6fmrpR6Ivp/mY5M8Z0XoSVouVsCPhfN7',
      'byvVkNSfQs7LWGoysX5xRnDfnBkqCApGmQcx0dV68z4UU2Fe6fiBEluJgeki//6tBWHNP04kXG/0PKCBVdT2NRvQckBSWEYcqGCA',
      'P4qRT9OUKGZ1zrHnHttqxGl9EObbopoLzf+VKEYPG/jn/one3ygQqpLaVsnMvdnbGtU6DfiDKtvXFUz97wck2Tlr+YK4M0PhKRp3',
      'vS5fqg8+Sy4lVJu58fryVRducJ6nI1/sH2IAV236WFCdPUzXI4CdwAaWbQvjj6JtPZb/nhVM/e8HJNjK61Yrw3te2WtgAD6tJsBA',
      'AHFeIwo//N7K9He9oj5WZX5I61jtYg23TBzqOApzdoi3llepVMIx6LEWbiIUxy6k7WdyQFD2hxs38V5NjENvBf/+rQVhzJysqswh',
      '5VHVusl9bh09kZkwqmIwnQnsAUcA18fmfwmODXr7JawGsopu0dVvE41F2LQtt6/Ayp9E+DctYNZX3KMDZ58Xd831f9YNGz99clOo',
      'MWXYNArwo4ovL48k4XCagPG07JUanaA/Tuo9mUkWK5JxffV9pwV0d+CAvaI+VmV+Ra3c1q6ePT5P66VTxy6k7Wdu9KwEmPU3B87x',
      'XGvJ2fV/1gmF9iRQ13GeOox0PktmQpATCsma3EKwgPb3qi5UPCwrdM0ZD8d9IGpfOXFApuHI/nkhtaEVFpPRXdOmU8alHoqomqhe',
      'GmF4Zx/5k6IQoY/QTq8mKJRhcOl2GX4nZNpoeStWycy92c8LXBzQYv8sXceZXflH+k7nJwDiZaBXoDInC4KYkuegyM23P0J64qAv',
      'DBZmgL2iPlZlfbAMxFA5ND5eTzr8nUV81V3qUiy+/M7g2hMc+DctYN3rcrBU4jncAAC22xWuLgJTiwAB+w6AkvQB7E0pF7HEZ/sC',
      'AAAAAARZWg==',
    ].join(''),
    'base64',
  ),
)
const DELTA = Buffer.from(
  '/Td6WFoAAATm1rRGAgEDAQAhARZ5IMTuAQAOYQ2ySAf/9w4BrE0C9QEHAAASP4CoZF17ZwABJw/fGvxqH7bzfQEAAAAABFla',
  'base64',
)
const BOMB = inflateRawSync(
  Buffer.from(
    [
      '7dDRS1NxAMXx35WZRbNtRGGBVlhtKmyth6JMhRHTGAv0Ru3qYgVmFLNpzS1C9FY4xijmSmP1kA+jJJvZxFyIyqKtiGEkUa1AzeUG',
      'F5ZEUd4xxw3/hKCX6JzX8/CFT3bvJUM9IaLk+xFtDtlGbSSEWFUJnyDIKPNxQixZQfAFherKmg3n952sfXpDkfQ58tKLC0VX3qoi',
      '+w9QukDHK5dLr/Llf+y8/+VasYz+zBRE2lxxOz/a0yk+G5q1HmqMc0Z6WBRbOih+aMpv1nKJ5zZn8NYx/6h+/kyhJaNzSs2aqLPK',
      'SNxvDg/tVPS0bqlwb59vudtfbEopol3TvV5XR6nnu7xtaVNolVfvzcaG3nVLwjto/qdnjzr33uNFy7MWfbV42iMbGDxROPY6IC8w',
      'Mg6uqc4wydn8zEKiIXd1+uWnweVMXZl1qqhhqyY9Q1fwJY1rytloqXnuSfm38ITSNCCp1DVputevE6Q3+daLDL92SuhVaCUPlttn',
      'M3d2KY+G3F0/rl4OnfrL6fEaedLQJ0ipMpK6QPdnJx+1qzf3Ba+rz/0/Bn+WrpVUDQMMYAADGMAABjCAAQxgAAMYwAAGMIABDGAA',
      'AxjAAAYwgAEMYAADGMAABjCAAQxgAAMYwAAGMIABDGAAAxjAAAYwgAEMYAADGMAABjCA/etgrNJP8kiq+cXXCFlZzP7hNhd3yAj1',
      'y86y7G6b7chIIHw6k7Nyipj63w==',
    ].join(''),
    'base64',
  ),
)
// Written by `xz -T2 --block-size=8`: the block headers state their sizes.
const BLOCKS = Buffer.from(
  '/Td6WFoAAATm1rRGAsAMCCEBFgCe23ypAQAHYW4gaG9uZXMAFU09MDgCQXsCwAsHIQEWAPd8KTYBAAZ0IG1vZGVsAACYc+yVkJPNdgACIAgfBwAA+9FUyLHEZ/sCAAAAAARZWg==',
  'base64',
)
const TEXT = 'an honest model'
const PADDING = Buffer.alloc(8)

describe('whole streams', () => {
  const cases: readonly { name: string; bytes: Buffer; size: number; hash: string }[] = [
    { name: 'nothing', bytes: EMPTY, size: 0, hash: sha256(Buffer.alloc(0)) },
    ...[TEXT_NONE, TEXT_CRC32, TEXT_CRC64, TEXT_SHA256].map((bytes, index) => ({
      name: `text with ${['no check', 'CRC-32', 'CRC-64', 'SHA-256'][index]}`,
      bytes,
      size: TEXT.length,
      hash: sha256(Buffer.from(TEXT)),
    })),
    {
      name: '100 kB',
      bytes: PACKED,
      size: 100_000,
      hash: 'afced212046d6bcb111137bb05be9a8451cbd63485676bdc9da766c50537d247',
    },
    {
      name: 'a dictionary of 4 KiB and other properties',
      bytes: SMALL_DICTIONARY,
      size: 100_000,
      hash: 'afced212046d6bcb111137bb05be9a8451cbd63485676bdc9da766c50537d247',
    },
    {
      name: 'a stored chunk',
      bytes: NOISE,
      size: 300,
      hash: '3697cc37506a5cf2f4ecf7ad65d046456a1aa4ed36d24ddf08b069d3a35c1caa',
    },
    {
      name: 'several chunks',
      bytes: FOUR_MEGABYTES,
      size: 4_000_000,
      hash: 'd5d4a95117daa5c599445a64a25654cd0f0ffc0a345e58321853b124b6108396',
    },
  ]
  it.each(cases)('$name', async ({ bytes, size, hash }) => {
    const { data, end } = await unpackAll('xz', bytes)
    expect(data).toHaveLength(size)
    expect(sha256(data)).toBe(hash)
    expect(end).toEqual({ end: bytes.length, state: 'complete', problems: [] })
  })
})

describe('several streams, padding and what stands behind', () => {
  const two = Buffer.concat([TEXT_CRC32, TEXT_SHA256])
  const cases: readonly { name: string; bytes: Buffer; text: string; left: number }[] = [
    { name: 'two streams', bytes: two, text: TEXT + TEXT, left: 0 },
    { name: 'two blocks with their sizes in front', bytes: BLOCKS, text: TEXT, left: 0 },
    { name: 'padding behind', bytes: Buffer.concat([TEXT_CRC64, PADDING]), text: TEXT, left: 0 },
    {
      name: 'padding between',
      bytes: Buffer.concat([TEXT_CRC64, PADDING, EMPTY, PADDING, TEXT_NONE]),
      text: TEXT + TEXT,
      left: 0,
    },
    { name: 'four bytes behind', bytes: Buffer.concat([TEXT_CRC64, Buffer.from('tail')]), text: TEXT, left: 4 },
    {
      name: 'four bytes behind padding',
      bytes: Buffer.concat([TEXT_CRC64, PADDING, Buffer.from('tail')]),
      text: TEXT,
      left: 4,
    },
    { name: 'padding of no whole length', bytes: Buffer.concat([TEXT_CRC64, Buffer.alloc(6)]), text: TEXT, left: 2 },
  ]
  it.each(cases)('$name', async ({ bytes, text, left }) => {
    const { data, end } = await unpackAll('xz', bytes)
    expect(data.toString()).toBe(text)
    expect(end).toEqual({ end: bytes.length - left, state: 'complete', problems: [] })
  })

  it('a megabyte of padding', async () => {
    const bytes = Buffer.concat([TEXT_CRC64, Buffer.alloc(1 << 20), TEXT_CRC64])
    expect((await unpackAll('xz', bytes)).data.toString()).toBe(TEXT + TEXT)
  })
})

describe('damage', () => {
  it('at any cut gives what stands in front', async () => {
    for (let cut = 0; cut < PACKED.length; cut += 7) {
      const { data, end } = await unpackAll('xz', PACKED.subarray(0, cut))
      expect(end).toMatchObject({ end: cut, state: 'truncated' })
      expect(NUMBERS.subarray(0, data.length).equals(data)).toBe(true)
    }
    expect((await unpackAll('xz', PACKED.subarray(0, -28))).data).toHaveLength(100_000)
    expect((await unpackAll('xz', PACKED.subarray(0, PACKED.length >> 1))).data.length).toBeGreaterThan(1_000)
  })

  it('in the checks is told, and the data comes out', async () => {
    for (const sample of [TEXT_CRC32, TEXT_CRC64, TEXT_SHA256]) {
      const bytes = Buffer.from(sample)
      const at = sample.length - 12 - 8
      bytes[at - 1] = (bytes[at - 1] ?? 0) ^ 1
      const { data, end } = await unpackAll('xz', bytes)
      expect(data.toString()).toBe(TEXT)
      expect(end).toMatchObject({ state: 'complete', problems: ['xz: the data does not match its check'] })
    }
  })

  it('by turned bits is survived, and never passes for other data', async () => {
    for (const [sample, whole] of [
      [TEXT_CRC64, Buffer.from(TEXT)],
      [PACKED, NUMBERS],
    ] as const) {
      for (const bytes of bitFlips(sample, 400, 11)) {
        const { data, end } = await unpackAll('xz', bytes)
        expect(end.end).toBeLessThanOrEqual(bytes.length)
        const silent = end.state === 'complete' && end.end === bytes.length && end.problems.length === 0
        if (silent) expect(data.equals(whole)).toBe(true)
      }
    }
  })

  it('by a match that is longer than its chunk ends', async () => {
    const bytes = Buffer.from(PACKED)
    // The unpacked size of the first chunk, in the head that follows the block header of 12 bytes.
    bytes.writeUInt16BE(5_000, 25)
    const { data, end } = await unpackAll('xz', bytes)
    expect(end.state).toBe('corrupt')
    expect(NUMBERS.subarray(0, data.length).equals(data)).toBe(true)
  })

  it('by a filter that is not read is told', async () => {
    expect((await unpackAll('xz', DELTA)).end).toMatchObject({
      state: 'corrupt',
      problems: ['xz: a block with filters that Assay does not read'],
    })
  })

  it('by an index of other blocks is told', async () => {
    const bytes = Buffer.from(TEXT_NONE)
    bytes[bytes.length - 12 - 8 + 1] = 9
    expect((await unpackAll('xz', bytes)).end).toMatchObject({ state: 'corrupt' })
  })
})

describe('bombs', () => {
  it('of a hundred megabytes stop at the meter', async () => {
    await expect(unpackAll('xz', BOMB, 1 << 20)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })

  it('of a megabyte of empty streams end', async () => {
    const bytes = Buffer.concat(Array.from({ length: 1 << 15 }, () => EMPTY))
    expect((await unpackAll('xz', bytes)).end).toEqual({ end: 1 << 20, state: 'complete', problems: [] })
  })
})
