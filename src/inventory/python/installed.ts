import type { Extractor } from '../extractor.ts'
import { distributionFolder } from './distribution-folder.ts'
import { ExtractionBuilder } from './extraction-builder.ts'
import { joinInstalled } from './installed-join.ts'
import { readInstalledFile } from './installed-files.ts'
import { limitsInForce } from './limits-in-force.ts'

/**
 * What is installed in an environment, in `pip install --target`, in a distribution's dist-packages, and what setuptools wrote
 * of a source tree: `*.dist-info`, `*.egg-info`, `*.egg-link`. The files of one distribution are read one by one and put
 * together by `join`: METADATA says name and version, direct_url.json where it came from, REQUESTED that somebody asked for it.
 */
export const installed: Extractor = {
  id: 'python/installed',
  title: 'Installed Python packages: dist-info, egg-info, direct_url.json, REQUESTED, INSTALLER, egg-link',
  // By names alone, which cost nothing; the folder around them decides.
  files: [
    '**/METADATA',
    '**/PKG-INFO',
    '**/INSTALLER',
    '**/REQUESTED',
    '**/direct_url.json',
    '**/requires.txt',
    '**/*.egg-info',
    '**/*.egg-link',
  ],
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/installed', await file.read(limitsInForce))
    await readInstalledFile(file, builder)
    return builder.finish()
  },
  installedBelow: (path) => {
    const folder = distributionFolder(path)
    // `name.egg-info` stands in the source tree of a project, whose files are its own.
    if (folder?.version === undefined) return []
    const environment = /^(.*?)\/?lib\/python[^/]*\/site-packages$/i.exec(folder.site)?.[1]
    // Wheels put data beside their code: labextensions of JupyterLab are npm packages with manifests.
    return environment === undefined
      ? [folder.site]
      : [folder.site, environment === '' ? 'share' : `${environment}/share`]
  },
  join: joinInstalled,
}
