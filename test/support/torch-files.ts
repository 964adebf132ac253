import { writeTar } from './tar-writer.ts'
import { writeZip, type ZipMember } from './zip-writer.ts'

/** `{'answer': 42}` in protocol 2: a pickle that does nothing. */
export const INERT_PICKLE = Buffer.from('80027d71005806000000616e7377657271014b2a732e', 'hex')

/** A checkpoint as `torch.save` writes it since 1.6. */
export function torchZip(pickle: Uint8Array = INERT_PICKLE, more: readonly ZipMember[] = []): Buffer {
  return writeZip([
    { name: 'archive/data.pkl', data: pickle, method: 'stored' },
    { name: 'archive/byteorder', data: 'little', method: 'stored' },
    { name: 'archive/data/0', data: Buffer.from(new Float32Array(64).fill(0.5).buffer), method: 'stored' },
    { name: 'archive/version', data: '3\n', method: 'stored' },
    ...more,
  ])
}

/** A checkpoint as `torch.save` wrote it before 1.6: the magic number, the protocol, system information, the object, the keys. */
export function torchLegacy(pickle: Uint8Array = INERT_PICKLE): Buffer {
  const magic = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex')
  const protocol = Buffer.from('80024de9032e', 'hex')
  const keys = Buffer.from('80025d71002e', 'hex')
  return Buffer.concat([magic, protocol, INERT_PICKLE, pickle, keys])
}

/** The tar archive of torch 0.1.1. */
export function torchTar(pickle: Uint8Array = INERT_PICKLE): Buffer {
  const none = Buffer.from('80024b002e', 'hex')
  return writeTar([
    { name: 'sys_info', data: INERT_PICKLE },
    { name: 'pickle', data: pickle },
    { name: 'tensors', data: none },
    { name: 'storages', data: none },
  ])
}

/** A .npy file of the given type and shape with the given data. */
export function npyFile(descr: string, shape: string, data: Uint8Array): Buffer {
  const text = Buffer.from(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`)
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00'), Buffer.from([text.length, 0]), text, data])
}
