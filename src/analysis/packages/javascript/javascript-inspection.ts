import type { JavaScriptModule } from '../../../formats/javascript/module.ts'
import type { Inspection } from '../flow/inspection.ts'

/** A file of JavaScript while it is judged. */
export type JavaScriptInspection = Inspection<JavaScriptModule>
