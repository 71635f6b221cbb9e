export { enrol, makeEnrolmentToken, type TokenRequest } from './enrol.ts';
export { findHome, Installation, InstallationError, type RunFile } from './installation.ts';
export { ServiceClient, ServiceError, type ServiceAddress } from './service-client.ts';
