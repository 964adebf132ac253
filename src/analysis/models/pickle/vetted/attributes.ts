/**
 * Methods that real files refer to, by module and dotted name. A dotted name is not on the vetted list because its class is:
 * each of these was looked at for itself, and whatever is not here stays unknown.
 */
export const VETTED_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['zoneinfo ZoneInfo._unpickle', 'finds a time zone by its name'],
  ['scipy.interpolate._interpolate interp1d._call_linear', 'is the method by which interp1d interpolates'],
  ['scipy.interpolate._interpolate interp1d._call_linear_np', 'is the method by which interp1d interpolates'],
  ['scipy.interpolate._interpolate interp1d._call_nearest', 'is the method by which interp1d interpolates'],
  ['scipy.interpolate._interpolate interp1d._call_previousnext', 'is the method by which interp1d interpolates'],
  ['scipy.interpolate._interpolate interp1d._call_spline', 'is the method by which interp1d interpolates'],
  ...['_call_linear', '_call_linear_np', '_call_nearest', '_call_previousnext', '_call_spline'].map(
    (name) =>
      [`scipy.interpolate.interpolate interp1d.${name}`, 'is the method by which interp1d interpolates'] as const,
  ),
])
