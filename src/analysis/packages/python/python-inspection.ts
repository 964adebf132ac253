import type { PythonModule } from '../../../formats/python/module.ts'
import type { Inspection } from '../flow/inspection.ts'

/** A file of Python while it is judged. */
export type PythonInspection = Inspection<PythonModule>
