export { ConfigurationError, type ConfigurationProblem } from './configuration.error.ts';
export { processEnvironment, readConfiguration, type Environment } from './read-configuration.ts';
export { defineSettings, type Configuration, type Setting, type Settings } from './setting.ts';
export { brokerList, logLevel, port, text, wholeNumber, yesOrNo } from './setting-schemas.ts';
