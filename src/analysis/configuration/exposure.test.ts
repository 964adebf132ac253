import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { withExposure } from '../models/exposure.ts'
import { unsafeLoad } from './unsafe-load.ts'

describe('torch.load and the torch that the project locks', () => {
  it.each([
    ['2.1.0', 'Exploitable with torch 2.1.0 in uv.lock (CVE-2025-32434, fixed in 2.6.0).'],
    ['2.7.1', 'torch 2.7.1 in uv.lock does not have CVE-2025-32434.'],
  ])('%s: %s', async (version, sentence) => {
    const file = fileOf('a.py', 'import torch\nm = torch.load("m.pt")\n')
    const seen = await Array.fromAsync(unsafeLoad.inspect(file))
    const [explained] = withExposure(seen, bomOf(component({ name: 'torch', version })))
    expect(explained?.message).toContain(sentence)
  })
})
