import type { Model } from '../../model/model.ts'
import { modelPurl } from '../model-purl.ts'
import { spdxLicense } from '../spdx-license.ts'
import { spdxName } from './identifier.ts'
import { plain } from './plain.ts'
import { claimWords, evidenceWords } from './words.ts'

/** A model as a package of SPDX 2.3, which has no word for models: its files and claims stand in comments. */
export function modelPackage(model: Model): object {
  const comment = claimWords(model)
  return {
    SPDXID: `SPDXRef-${spdxName('Package', model.id)}`,
    name: plain(model.name) === '' ? 'model' : plain(model.name),
    ...(model.source === undefined ? {} : { versionInfo: plain(model.source.revision) }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'OTHER',
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: declaredLicense(model) ?? 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(model.source === undefined
      ? {}
      : {
          externalRefs: [
            {
              referenceCategory: 'PACKAGE-MANAGER',
              referenceType: 'purl',
              referenceLocator: modelPurl(model.source),
            },
          ],
        }),
    sourceInfo: evidenceWords(model.evidence),
    ...(comment === '' ? {} : { comment }),
  }
}

/** Several claimed licences may mean a choice or all of them: that is not known, so nothing is asserted. */
export function declaredLicense({ claims }: Model): string | undefined {
  const [only, ...others] = claims.licenses
  return only === undefined || others.length > 0 ? undefined : spdxLicense(only)
}
