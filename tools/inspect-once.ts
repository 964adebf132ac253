import { parentPort, workerData } from 'node:worker_threads'
import { inspectModel } from '../src/analysis/models/inspect-model.ts'
import { fileOf } from '../test/support/file-of.ts'

/** One inspection in a thread of its own, so that it can be ended: answers with what was thrown, null for nothing. */
const { name, bytes } = workerData as { readonly name: string; readonly bytes: Uint8Array }

async function problem(): Promise<string | null> {
  try {
    await inspectModel(fileOf(name, bytes))
    return null
  } catch (error) {
    const lines = error instanceof Error ? (error.stack ?? error.message).split('\n') : [String(error)]
    const place = lines.find((line) => line.includes('/src/'))?.trim() ?? ''
    return `${(lines[0] ?? '').replace(/\d+/g, 'N').slice(0, 120)} ${place}`
  }
}

parentPort?.postMessage(await problem())
