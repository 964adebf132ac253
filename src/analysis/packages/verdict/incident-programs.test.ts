import { describe, expect, it } from 'vitest'
import { INCIDENTS, TWINS } from '../../../../test/support/javascript-incidents.ts'
import { factsOf, releaseOf } from '../../../../test/support/package-facts.ts'
import { INCIDENTS as PYTHON_INCIDENTS, TWINS as PYTHON_TWINS } from '../../../../test/support/python-incidents.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import type { PackageAssessment } from '../../../model/package-assessment.ts'
import { javascriptBehaviours } from '../javascript/behaviours.ts'
import type { FileRole } from '../package-file.ts'
import { pythonBehaviours } from '../python/behaviours.ts'
import { assess } from './assess.ts'

describe('programs of the incidents in JavaScript', () => {
  const assessed = (source: string): PackageAssessment => {
    const behaviours = javascriptBehaviours(readJavaScriptModule(source, DEFAULT_LIMITS), {
      path: 'install.js',
      role: 'install',
    })
    const facts = factsOf({ did: [], roles: { 'install.js': 'install' } })
    return assess({ ...releaseOf({ did: [] }), artefacts: [{ ...facts, behaviours }] })
  }

  it.each(INCIDENTS)('$name', ({ source }) => {
    const { verdict, stories } = assessed(source)
    expect(verdict, stories.map(({ weight, text }) => `${weight} ${text}`).join('\n')).toBe('block')
  })

  it.each(TWINS)('honest: $name', ({ source }) => {
    expect(assessed(source)).toMatchObject({ verdict: 'allow' })
  })
})

describe('programs of the incidents in Python', () => {
  const assessed = (source: string, role: FileRole): PackageAssessment => {
    const path = role === 'install' ? 'setup.py' : 'pkg/module.py'
    const module = readPythonModule(source, DEFAULT_LIMITS, { flow: true })
    const facts = factsOf({ did: [], ecosystem: 'PyPI', roles: { [path]: role } })
    return assess({
      ...releaseOf({ did: [] }),
      artefacts: [{ ...facts, behaviours: pythonBehaviours(module, { path, role }) }],
    })
  }

  // What a model file does is told of the model file.
  const own = PYTHON_INCIDENTS.filter(({ name }) => !name.includes('loads a model'))
  it.each(own)('$name', ({ source, role }) => {
    const { verdict, stories } = assessed(source, role)
    expect(verdict, stories.map(({ weight, text }) => `${weight} ${text}`).join('\n')).not.toBe('allow')
  })

  it.each(PYTHON_TWINS)('honest: $name', ({ source, role }) => {
    expect(assessed(source, role)).toMatchObject({ verdict: 'allow' })
  })
})
