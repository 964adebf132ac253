import type { Severity } from '../../../model/severity.ts'

/** What an operator of Paddle can do besides computing. */
export type PaddleCapability = 'python' | 'write-file' | 'read-file' | 'network' | 'compiled-engine'

interface PaddleMeaning {
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly cwe: string
}

/** Operators by capability, under the names of the old programs and of the dialect `pd_op` of the new ones. */
const OPERATORS: Readonly<Record<PaddleCapability, readonly string[]>> = {
  python: ['py_func', 'py_layer', 'pylayer', 'legacy_py_layer'],
  'write-file': ['save', 'save_combine', 'sparse_tensor_save', 'checkpoint_notify', 'lookup_sparse_table_save'],
  'read-file': ['load', 'load_combine', 'sparse_tensor_load', 'read_file', 'create_ctr_reader', 'open_files'],
  network: [
    'listen_and_serv',
    'heter_listen_and_serv',
    'send',
    'send_and_recv',
    'recv',
    'recv_save',
    'prefetch',
    'fetch_barrier',
    'send_barrier',
    'distributed_lookup_table',
    'distributed_push_sparse',
    'pull_sparse',
    'pull_sparse_v2',
    'push_sparse',
    'push_sparse_v2',
    'push_dense',
    'pull_gpups_sparse',
    'pull_box_sparse',
    'gen_nccl_id',
    'c_gen_nccl_id',
    'gen_bkcl_id',
    'c_gen_bkcl_id',
  ],
  'compiled-engine': [
    'tensorrt_engine',
    'lite_engine',
    'dlnne_engine',
    'openvino_engine',
    'ascend_trigger',
    'ipu_runtime',
  ],
}

const CAPABILITY_OF: ReadonlyMap<string, PaddleCapability> = new Map(
  (Object.keys(OPERATORS) as PaddleCapability[]).flatMap((capability) =>
    OPERATORS[capability].map((name) => [name, capability] as const),
  ),
)

/** Undefined for an operator that only computes. The dialect in front of the name does not count. */
export function paddleCapability(operator: string): PaddleCapability | undefined {
  return CAPABILITY_OF.get(operator.slice(operator.lastIndexOf('.') + 1))
}

export const PADDLE_MEANINGS: Readonly<Record<PaddleCapability, PaddleMeaning>> = {
  python: {
    severity: 'high',
    title: 'The Paddle model calls a Python function',
    why: 'The operator calls a function of the Python process by a number. What it runs is decided by the program that loads the model, not by the file.',
    cwe: 'CWE-829',
  },
  'write-file': {
    severity: 'high',
    title: 'The Paddle model writes files',
    why: 'The operator writes to the file system with the rights of the process whenever the program runs.',
    cwe: 'CWE-73',
  },
  'read-file': {
    severity: 'medium',
    title: 'The Paddle model reads files',
    why: 'The operator reads from the file system whenever the program runs; what it reads can leave with the output.',
    cwe: 'CWE-73',
  },
  network: {
    severity: 'high',
    title: 'The Paddle model talks to the network',
    why: 'The operator opens a connection whenever the program runs: data can leave, and what comes back is not inspected.',
    cwe: 'CWE-918',
  },
  'compiled-engine': {
    severity: 'medium',
    title: 'The Paddle model holds a compiled engine',
    why: 'The operator carries or loads code compiled for a device. Nothing of it was inspected.',
    cwe: 'CWE-829',
  },
}
