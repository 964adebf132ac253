import { serveBlobs } from '../../src/engine/history/serve-blobs.ts'
import { tokenInspector } from './token-inspector.ts'

/** A worker whose inspector finds the specimens of test/support/history-stream; `settings.hang` names a path it never gets done with. */
await serveBlobs((settings) => {
  const { hang, eat, bug } = settings as { readonly hang?: string; readonly eat?: string; readonly bug?: string }
  return async (file) => {
    if (file.path === hang) for (;;);
    if (file.path === eat)
      for (const all = []; ;) all.push(Array.from({ length: 10_000 }, () => file.path + all.length))
    if (file.path === bug) throw new TypeError('ours')
    return tokenInspector(file)
  }
})
