import type { Option } from './command.ts'

/** Options of every command that asks a registry. */
export const REGISTRY_OPTIONS: readonly Option[] = [
  { name: 'offline', help: 'Ask no registry: what was fetched before answers.' },
  {
    name: 'trust-project',
    help: "Believe the project's own .npmrc, uv.toml and pip.conf too. Without it they are only told of: a hostile project would choose its own registry.",
  },
  {
    name: 'packages-dir',
    value: 'DIR',
    help: 'Where fetched packages are kept, by digest. Default: ASSAY_PACKAGES_DIR, else a folder of the cache.',
  },
]
