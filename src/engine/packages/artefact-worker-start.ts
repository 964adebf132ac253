import { enableCompileCache } from 'node:module'

// As in ../worker-start: a worker has to ask for the compiled code of earlier runs itself, before anything is imported.
enableCompileCache()
await import('./artefact-worker.ts')
