import type { Policy, PresetName } from '../model/policy.ts'
import { PRESETS } from './presets.ts'

/** The policy of a project that has written none: a preset alone, `balanced` unless another is asked for. */
export function presetPolicy(name: PresetName = 'balanced'): Policy {
  const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : PRESETS.balanced
  return {
    preset: preset.name,
    source: 'built in',
    rules: preset.rules,
    requireComplete: preset.requireComplete,
    waivers: [],
    tests: [],
    advisories: { osv: [], allowSources: [], denySources: [] },
    limits: {},
    sensitive: { personalData: true, ruleFiles: [] },
    exclude: [],
  }
}
