/** Values of the registry that start a program. */
export const RUN_KEY =
  /currentversion\\(?:run(?:once)?|policies\\explorer\\run|winlogon|image file execution options)|\\environment$/i
