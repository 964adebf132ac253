import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bitFlips, NUMBERS, sha256, unpackAll } from '../../test/support/unpacking.ts'

// Written by XZ Utils through Python's lzma module; BOMB is deflated once more.
const EMPTY = Buffer.from('XQAAgAD//////////wCD//v//8AAAAA=', 'base64')
const TEXT = Buffer.from('XQAAgAD//////////wAwm4AFgiyiDslTrR7uyg8EktLt//+zSAAA', 'base64')
const PACKED = Buffer.from(
  [
    'XQAAAAT//////////wAYCwN16Wio1GXVlfb9EVcRxiAlM5lqf4K8EKHJ8+U2oH4iYSkTxcg26kNWrSHBd9D80itNAeDvXxvZyWHU',
    'qVh5oaomTjpPbC3M91PoVprhNeG+L1fCCv5/VE1UoN1punbgw/w8Sk/U0rZB9YjQBcoJNPfcf4vfhRC5MKU0sSMZfVUvqEqI1Yyb',
    'IC4vRn7JxqdDgWkIsFJVPcowL1Hp3DxUUc8mMzswcTfWYAgH1yKpBhE69oC7bz26pvEVxiYqraNM3hK5DHaYeEzDH4Ql+Qh6MiNm',
    'JZbJ6qnpvha69C/YZ0lG6uXu8HscM0ujB3wHfFOxuSeGGbXC0Wx2YSgolMyRyGRpFfDoF+1G3mklgc4hUQ8+M/3b2LjlDg1xMRJE',
    'RqSJ3Pf/x8j6QiJnb/BmmtUPZI8TpAqqzYTt/3z70/+/rfIOt/OIWTn3kiNHbKt7fOoK8eupAeavxwqOa6ZdJRVOqwUTfzqd2aZV',
    'mazUrzDGMcoA3MMafL6ca24CFe/IQYwXjYex+T2R4+7X6QhRo9dz1EAWcRmSqV2vY6zsaxTW1vPH0cjmBb1WcPKKdvf9EYjicIHR',
    'IRh3s+ih4DFkUNoyfxoBuzAaG+qUVaIe25wBGaV+m5n0amsKcfG/wk59GybQ6oGI2clCtkHMivC355sMOi1ECIjbNJl812nN0GS7',
    'rY/l8P9ddMRPN5u5b1h8Ss5o/02E34HT9xRKeIsshzQkDn9NlMzmHA1pDKZvlJrWgkYPqe+umy0qQq7a2ooXg1oTffcnnxpJ0S5x',
    'U0YlX9XRmyfVXAMgX/xolt9sGKwA6MkNZ+ZnzZ/MQmcO3Y6Pq8F83NN56gWRhGoHIzSUzaHXJaDgM2EzhOdx1WaNrNsKBKgImVDy',
    'nrtj0bHwBMJPekkeKsvqhEVHdoPjIvhnAJXkvj6g8+fVSb1d+28Y61X4rt2hTpu4cSIer2d8Hm5GBuABao7+f97cqt4WXmmC68W3',
    'i1RP/ndQIbI2jr1woDxI1rB4oeyIjnGXVtJ+ARdqyz2y2Uf6ZmEAaY5cUF3EsaHoAks1ymIsf9Mmjk92UTyLlgi5s6XsxN6P3ws9',
    'p2qXynsRuDBUa2XfWIiOMRBD/Lm4WuB+q8erzwIlvCv1Y1ycLjvgs6JNBoOc0m782Iu2CpXp7IwuNCXb5ReFt60JN/bsHdhN70A6',
    'HfnjjDZqnI/6ctNaCCxjOHlue/Eikvdz6BrZVlirnYo7EHAXmG1X9KOg1KPckA15nJ0BonXI7J1odiUai+gudZ3NgZPrR0Fi86th',
    'sgx/a5Un+JcDas5yghSNjhUrKKiU2076dP8SZZuJpqNVEqpB4CpXibQWEcXrQShXONAGDPLUQp861hlgorxmcwjkrYgNmyF41WSN',
    'lglgJmYKXF+2sw+/Cy5hYSAdJKbEk6lMne3nXvpdAmsKLOMt9M+SXWTLN6Lg12E1HfDJX2atkHWfWnzsUIpnDHLXeuhoOGK1l8/d',
    'u0g+ueFSrYs7JBobc15fXwo8BmeRSb0z5aBFmYAqZFaXqk0jIukHwUptWZQW+elDZZgUYHwcQNuDxNq7Wt+jVnQj0FNxNlTGiHRT',
    'rQBBlExJN22RNrjtrf9LifIA',
  ].join(''),
  'base64',
)
const OTHER_PROPERTIES = Buffer.from(
  [
    '2AAQAAD//////////wAYCwMDUbCwbjAZiwa5ANjMcjsFs+zUnDm//9cKSaY7WVxtuOUwJKhhHc+fivBfYkB94Wd84gwtE9/R950Y',
    'MhNikZ9B8hDj1T3QjJ8ajkGlBeWXCd/y1Ka5fg9onr6ySHRRVW+h2GCIjmK9liaW6qYJBgkLBFzItDpYzQMR41KgBLLruW/cFUgU',
    'ci/k1mP960u2CM15F5KStxeipicarezobwqYGYH6sbrZmh6qqF/M7+lbpTf+gOx1+pjCJgjt8LBuwbWykcajnTkCoKeDQOTSwFwQ',
    'l1k3SFWCdGJhqNFNdryH/DESeVDTHxkduCzOxrpKE60WmIUwYzSB62Je/ulrJOGcRyQDTm4ErIumJGfCdfoFbL8lpFNNibXv8yOw',
    '6NfTj2DseGiUzF47EW9JORUoW/MIAuDJNad1zc1rRUdKVQ6oXPIPKzVo4GQ0HfDMaPREpzYB3+FQNU8VuEyCIVGdTkNXsyNdumlo',
    'vfmDVXu3OYqmh16w20bTilBGr7oqhsetliRGH0JmtRQYKJBNrUeQIkczkBKY9htUAm92d6tKuSOipWKNnT9fJFHOjXN4KqA6yDL9',
    'UeKMakog90eaRuQGL44jW8xshyrZFZIcGVsLzrfV0Phrqw6V05Cxs+7VZRZRJg6XtzpwRPfj2a187BFUhxNUUOf3DOPhq4/UdFUS',
    'D0MV/ogkNZjhZ6ENCLViwqfJvsnnrMyOq+nZ3c+I1ofEvCkCBgmkOvPJp8JnOwBrR+kp0jHt2ZKckvBUpuPkdn6uyqqUwLBb4I08',
    'dxmMHtp1KbZ7VI57QFoT4qH2ukRv4fOWMVWZKWCMujhW6vjDfyFo4Vu2jgbkdfJi/L4QGCYZsVfZrHpNbDYo3xqoficy3BECkAzu',
    'jnwEu/UoUy0nUGZeFDV+5iV5bOUyaxK/p2o1iH2zvP34ld2wHBvtrHvAYnwY9YmzFxKsCG/TCezzNIZ1UEve/UO++xEcjm3n6NMd',
    'Qs3wkB4m43kHb8lHq34/lyIflZh21/hyvl835I+Goz/2mmdSk/89NSS9HsQ+mTyMcHn39EIjBV7su2fYT0iaxwri0bsm7fb8NUKq',
    'cwixPP/4B5lCi1rzECD0DK/ZFkZRFo4ldY6xXIf/qQXmZj0qb4OPYLYYNjoKSjlLBN9EuqyJi1S7fUvWGQD/gFVSEoKsPKdkV1Db',
    'zJyKkJnowZwnmWscVt4SdzXwY0Y1rJce4YZ9eDtNMHG+iJX2QNvcg+RTBBZDST0jPRcad43S1xy+0eixpjEFRvBVU1BeDtJiLB2g',
    'kO/aVxxYVHwMNARPLeb5vOR2ZYss5ZvBhclQCOU7Wa+hQIeYJsxgnPdPLpc79flVNcA4MgdIDX5nxRLnb6oRriEC4LQJCYRjTjyV',
    'skCsT7a08vvmxpHPsTWvAACR2xK7L4mPok9aZPimasC19CxNji3zD8tCuUP/HBQ0+6mU9HTqR5taGK9fH+kXwEKVidOBDDH8fpIJ',
    '/Vk1qhHSWUeFzLFXhPL+A712AzyEzoNrFUTl5JapDzoBkjlZuC72l3Wd1lpeZOer6HpBzi/FXXKpx2WUS/Q4+RA0pPJvPTKieuUs',
    'k+nps1U0K4TobEji0k/g+O13ccZa3V+iswPT/2dgzWsL/uFnG9n7ZlCzdo4kzGv1LySROIN+WC/Y37tnKpirQrMFcfIJSPkobIkO',
    '39GZVtuzgoWLAshH4PdRGOIfLQWkpzXFi8HUPAG2Kn06Ur+xz+6r6iPCtNob1LS7cgPOoh8udE1BQnZ92QKKC0FCm4CafNNMvPWD',
    'wtI6nlw9h4VN5bC51vIM9OOXyxmWGKqIKhQdNidle9CqxPOCx3M72Xs7T5JYpmcR9d0VQlyFXc/dlLPj+1iykYJGQa+iv8RWOHaa',
    'vg2761IQnbgGz7+kCTrOpDLoAUAEKFj2RWwcqmjinZQlHUUb+G3CkzzdMA7TB2bPWo6QUZk4K4lbDgJcvejfK+8/i5dRUldmCLAD',
    '9+tWmLOEKL+IFUuneyDfu16L+roHAIRq4axxqgjdbAZ1VVBI/TTZxwmv++UxzQecmquKmDuFI9YFvoX8ZkEIl5LixJFDvH7R0rEX',
    'rGhZj+XwH8JVGHdYHwowSmzLz7bCp7+Wtu8IINHy8r3yxsjxdgFfiIIuKCVOFZSg3noiqjmZB9J7nbkoqyZExBGLW8UxktF8zxZJ',
    'Fz+agAn2kJmAS01RiVRUfpfNEI7SfLD3iWY6CFnq0X07c8dEv1MmPn160u+S6Pbo4zj3A2OY++kF0N38imVacTbwQ2iVNmMptAt3',
    'bvVF7iXkTKFrwSYoO1yg6tlH/XzVjUYhQ/gPHjShksKqfC+zJtaq4nYe+tZHDBiQFMUlZMaDkNsIo9YwMw3yUwK7kfZYckoNcG4Q',
    'Gafm//wzso4=',
  ].join(''),
  'base64',
)
const BOMB = inflateRawSync(
  Buffer.from(
    [
      '7c1bK4MBAAbgTzlmjFBzMdSMmTJulLOWhtYUKyzTqFFE2zTjQptD01pqm1PLhZuFHJZDGSmakLSIpFDOh1ppibRvNn1u/Ac37/MH',
      'nkaC6CeoPwSh+KEo2wZVXlyR0JXXXL05ynm1DYf5PM9Jg+e8g/zCIOGq9shoFPFsUVe62acRVqz4XsI46DY+9pCOcR2t3XmrrpQ/',
      'uqXiteBLbxltURbVKXC/7GkMG5N1Sw7RQxtT4RcaYjr4LkOJlDCdVi2nccZVyUWm1Afl9BxL9sZx6c8mrEYt1/KR3u1NdIZaRdaf',
      'y+ULM32fLSa/LLk5ITMrHsWuUlROO7PELtibmFsnq+kMqWTY3VpTv+PWLEmeXxpCwn2H1/aAvyZTfZzUkML33YiLyAx5REG/i9tx',
      't17wvr+dJVugFwtb+ea4aCpmjFT1SsjIY2qCI6DPB/pu/VPZWbVOk/5zaMDZgho1atSoUaNGjRo1atSoUaNGjRo1atSoUaNGjRo1',
      'atSoUaNGjRo1atSoUaNGjRo1atSoUaNGjRo1atSoUaNG/c+1Jz53S01R3+xS4hc=',
    ].join(''),
    'base64',
  ),
)
const HASH = 'afced212046d6bcb111137bb05be9a8451cbd63485676bdc9da766c50537d247'
const PLAIN = Buffer.from('an honest model')

describe('whole streams', () => {
  const cases: readonly { name: string; bytes: Buffer; size: number; hash: string }[] = [
    { name: 'nothing', bytes: EMPTY, size: 0, hash: sha256(Buffer.alloc(0)) },
    { name: 'text', bytes: TEXT, size: PLAIN.length, hash: sha256(PLAIN) },
    { name: '100 kB', bytes: PACKED, size: 100_000, hash: HASH },
    { name: 'a dictionary of 4 KiB and other properties', bytes: OTHER_PROPERTIES, size: 100_000, hash: HASH },
    { name: 'a stated size and an end mark', bytes: stating(PACKED, 100_000n), size: 100_000, hash: HASH },
  ]
  it.each(cases)('$name', async ({ bytes, size, hash }) => {
    const { data, end } = await unpackAll('lzma', bytes)
    expect(data).toHaveLength(size)
    expect(sha256(data)).toBe(hash)
    expect(end).toEqual({ end: bytes.length, state: 'complete', problems: [] })
  })

  it('leave what stands behind', async () => {
    const { data, end } = await unpackAll('lzma', Buffer.concat([TEXT, Buffer.from('tail')]))
    expect(data.equals(PLAIN)).toBe(true)
    expect(end).toEqual({ end: TEXT.length, state: 'complete', problems: [] })
  })

  it('that go on behind their size are told', async () => {
    const { data, end } = await unpackAll('lzma', stating(PACKED, 500n))
    expect(data.equals(NUMBERS.subarray(0, 500))).toBe(true)
    expect(end).toMatchObject({
      state: 'complete',
      problems: ['lzma: the stream goes on behind the size in its header'],
    })
  })

  it('that end before their size are told', async () => {
    const { data, end } = await unpackAll('lzma', stating(TEXT, 500n))
    expect(data.equals(PLAIN)).toBe(true)
    expect(end.problems).toEqual(['lzma: ends after 15 bytes, the header says 500'])
  })

  it('may ask for a dictionary of 4 GiB and do not get it', async () => {
    const bytes = Buffer.from(PACKED)
    bytes.writeUInt32LE(0xffffffff, 1)
    expect(sha256((await unpackAll('lzma', bytes)).data)).toBe(HASH)
  })
})

describe('damage', () => {
  it('at any cut gives what stands in front', async () => {
    for (let cut = 0; cut < PACKED.length; cut += 7) {
      const { data, end } = await unpackAll('lzma', PACKED.subarray(0, cut))
      expect(end).toMatchObject({ end: cut, state: 'truncated' })
      expect(NUMBERS.subarray(0, data.length).equals(data)).toBe(true)
    }
    expect((await unpackAll('lzma', PACKED.subarray(0, PACKED.length >> 1))).data.length).toBeGreaterThan(1_000)
  })

  it('by turned bits is survived', async () => {
    for (const bytes of [...bitFlips(PACKED, 400, 12), ...bitFlips(TEXT, 200, 13)]) {
      const { end } = await unpackAll('lzma', bytes)
      expect(end.end).toBeLessThanOrEqual(bytes.length)
    }
  })

  it('by properties that no encoder writes is told', async () => {
    const bytes = Buffer.from(TEXT)
    bytes[0] = 225
    expect((await unpackAll('lzma', bytes)).end).toMatchObject({ state: 'corrupt' })
  })
})

it('a bomb of a hundred megabytes stops at the meter', async () => {
  await expect(unpackAll('lzma', BOMB, 1 << 20)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
})

function stating(packed: Buffer, size: bigint): Buffer {
  const bytes = Buffer.from(packed)
  bytes.writeBigUInt64LE(size, 5)
  return bytes
}
