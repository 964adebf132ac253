import { enableCompileCache } from 'node:module'

// As engine/worker-start: a worker has to ask for its compiled code itself, before anything is loaded.
enableCompileCache()
await import('./blob-worker.ts')
