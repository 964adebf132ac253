import { entries, get, scalarText, type TreeValue } from '../../formats/tree.ts'
import { type Pipeline, readCommandValue, type StepSurroundings } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/**
 * Tasks for rented machines: SkyPilot (`setup`, `run`; "Task YAML"), the cluster launcher of Ray (`setup_commands` and its kin;
 * "Cluster YAML Configuration Options"), dstack (`commands`, `init`; ".dstack.yml").
 */
export const clusterTask: Extractor = {
  id: 'services/cluster-task',
  title: 'Tasks of SkyPilot, Ray clusters and dstack: packages that their commands install',
  files: ['**/*.sky.{yml,yaml}', '**/{.dstack,*.dstack}.{yml,yaml}'],
  content: {
    files: ['**/*.{yml,yaml}'],
    recognises: (head) =>
      (/^setup:[ \t]*[|>]/m.test(head) && /^(?:resources|run|workdir|num_nodes|file_mounts|envs):/m.test(head)) ||
      (/^cluster_name:/m.test(head) &&
        /^(?:head_|worker_)?(?:setup|node_types|initialization_commands|setup_commands)/m.test(head)) ||
      (/^type:[ \t]*(?:task|service|dev-environment)\b/m.test(head) && /^(?:commands|init):/m.test(head)),
  },
  extract: (file) =>
    readServiceFile(clusterTask.id, file, ({ root, pipeline }) => {
      const around = { ...serviceSurroundings(), environment: variablesOf(root) }
      for (const key of SCRIPTS) readCommandValue(get(root, key), around, pipeline)
      for (const key of LISTS) readList(get(root, key), around, pipeline)
    }),
}

/** One script each. */
const SCRIPTS: readonly string[] = ['setup', 'run']
/** Lists of commands, each for a shell. */
const LISTS: readonly string[] = [
  'commands',
  'init',
  'initialization_commands',
  'setup_commands',
  'head_setup_commands',
  'worker_setup_commands',
]

function readList(list: TreeValue | undefined, around: StepSurroundings, pipeline: Pipeline): void {
  for (const command of list?.kind === 'array' ? list.items : []) readCommandValue(command, around, pipeline)
}

/** `envs: {NAME: value}`; what is empty is given on the command line. */
function variablesOf(root: TreeValue): ReadonlyMap<string, string> {
  return new Map(
    [...entries(get(root, 'envs')), ...entries(get(root, 'env'))].flatMap(({ key, value }) => {
      const text = scalarText(value)
      return text === undefined || text === '' || text.includes('$') ? [] : [[key, text] as const]
    }),
  )
}
