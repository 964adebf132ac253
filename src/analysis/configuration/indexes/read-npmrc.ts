import { npmrc } from '../../../formats/npmrc.ts'
import { get, items, string } from '../../../formats/tree.ts'
import { yamlDocument } from '../../../formats/yaml.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { IndexSetting } from './index-setting.ts'

/** Registries, switches and secrets of an .npmrc. */
export async function readNpmrc(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const { entries, lines } = await file.read(npmrc)
  return entries.flatMap(({ key, value, offset }): readonly IndexSetting[] => {
    const { line, column } = lines.position(offset)
    const setting = { tool: 'npm', value, location: at(file.path, line, column), written: `${key}=${value}` } as const
    if (key === 'registry' || key.endsWith(':registry')) return [{ ...setting, kind: 'index' }]
    if (key === 'strict-ssl' && value === 'false')
      return [{ ...setting, kind: 'unverified', value: '', remedy: 'strict-ssl=true' }]
    if (/(?:^|:)_(?:authToken|auth|password)$/.test(key) && isSecret(value)) {
      const remedy = `${key}=\${NPM_TOKEN}`
      return [{ ...setting, kind: 'secret', written: `${key}=***`, remedy }]
    }
    return []
  })
}

/** `${NPM_TOKEN}` and `<token>` stand for a secret that is elsewhere. */
function isSecret(value: string): boolean {
  return value.length >= 8 && !/\$\{?\w|^<.*>$|^x+$|your|example|changeme|placeholder/i.test(value)
}

/** Yarn's own file (yarn docs, "yarnrc"). */
export async function readYarnrc(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const { root, lines } = await file.read(yamlDocument)
  const place = (offset: number): ReturnType<typeof at> => {
    const { line, column } = lines.position(offset)
    return at(file.path, line, column)
  }
  const server = get(root, 'npmRegistryServer')
  const strict = get(root, 'enableStrictSsl')
  const token = get(root, 'npmAuthToken')
  const secret = string(token) ?? ''
  return [
    ...(server === undefined ? [] : [indexAt(string(server) ?? '', place(server.offset))]),
    ...(strict?.kind === 'scalar' && strict.value === false
      ? [yarnSetting('unverified', '', place(strict.offset), 'enableStrictSsl: false', 'enableStrictSsl: true')]
      : []),
    ...items(get(root, 'unsafeHttpWhitelist')).map((host) =>
      yarnSetting('trusted', string(host) ?? '', place(host.offset), `unsafeHttpWhitelist: ${string(host) ?? ''}`),
    ),
    ...(token !== undefined && isSecret(secret)
      ? [yarnSetting('secret', secret, place(token.offset), 'npmAuthToken: ***', 'npmAuthToken: ${NPM_TOKEN}')]
      : []),
  ]
}

function indexAt(value: string, location: IndexSetting['location']): IndexSetting {
  return yarnSetting('index', value, location, `npmRegistryServer: ${value}`)
}

function yarnSetting(
  kind: IndexSetting['kind'],
  value: string,
  location: IndexSetting['location'],
  written: string,
  remedy?: string,
): IndexSetting {
  return { tool: 'yarn', kind, value, location, written, ...(remedy === undefined ? {} : { remedy }) }
}
