/** An object of a Torch file: what Lua would have. */
export type LuaObject =
  | { readonly kind: 'nil' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [LuaObject, LuaObject])[] }
  | { readonly kind: 'tensor'; readonly sizes: readonly number[]; readonly values: readonly number[] }
  | { readonly kind: 'class'; readonly name: string; readonly inner: LuaObject }
  | { readonly kind: 'function'; readonly code: string; readonly type?: 6 | 7 | 8 }

/** A file as `torch.save` writes it, as bytes or as text. */
export function torch7Of(object: LuaObject, encoding: 'binary' | 'ascii' = 'binary'): Buffer {
  const write = encoding === 'binary' ? BINARY : ASCII
  let index = 0
  const parts: Buffer[] = []
  const text = (value: string): void => void parts.push(write.int(value.length), write.text(value))
  const begin = (type: number): void => void parts.push(write.int(type))
  const share = (): void => void parts.push(write.int(++index))
  const put = (one: LuaObject): void => {
    switch (one.kind) {
      case 'nil':
        return begin(0)
      case 'number':
        begin(1)
        return void parts.push(write.double(one.value))
      case 'string':
        begin(2)
        return text(one.value)
      case 'boolean':
        begin(5)
        return begin(one.value ? 1 : 0)
      case 'table':
        begin(3)
        share()
        begin(one.entries.length)
        return one.entries.flat().forEach(put)
      case 'class':
        begin(4)
        share()
        text('V 1')
        text(one.name)
        return put(one.inner)
      case 'function':
        begin(one.type ?? 8)
        if (one.type !== 6) share()
        text(one.code)
        return put({ kind: 'table', entries: [] })
      case 'tensor':
        return putTensor(one.sizes, one.values)
    }
  }
  const putTensor = (sizes: readonly number[], values: readonly number[]): void => {
    begin(4)
    share()
    text('V 1')
    text('torch.DoubleTensor')
    begin(sizes.length)
    parts.push(...[...sizes, ...sizes.map(() => 1), 1].map(write.long))
    begin(4)
    share()
    text('V 1')
    text('torch.DoubleStorage')
    parts.push(write.long(values.length), ...values.map(write.double))
  }
  put(object)
  return Buffer.concat(parts)
}

interface Write {
  readonly int: (value: number) => Buffer
  readonly long: (value: number) => Buffer
  readonly double: (value: number) => Buffer
  readonly text: (value: string) => Buffer
}

const BINARY: Write = {
  int: (value) => filled(4, (bytes) => bytes.writeInt32LE(value)),
  long: (value) => filled(8, (bytes) => bytes.writeBigInt64LE(BigInt(value))),
  double: (value) => filled(8, (bytes) => bytes.writeDoubleLE(value)),
  text: (value) => Buffer.from(value, 'latin1'),
}

const line = (value: number | string): Buffer => Buffer.from(`${value}\n`, 'latin1')
const ASCII: Write = { int: line, long: line, double: line, text: line }

function filled(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size)
  write(bytes)
  return bytes
}
